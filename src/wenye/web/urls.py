"""The addresses of the pages."""

from django.conf import settings
from django.urls import path

from wenye.web import urls_account
from wenye.web.views import analysis, benefits, measures, public, reopen, screening, style

app_name = "web"

urlpatterns = [
    path("", public.home, name="home"),
    path("notices/", public.plain("notices"), name="notices"),
    path("progress/", public.plain("progress"), name="progress"),
    path("accessibility/", public.plain("accessibility"), name="accessibility"),
    path("privacy/", public.plain("privacy"), name="privacy"),
    path("report-error/", public.report_error, name="report-error"),
    path("measures/", measures.index, name="measures"),
    path("measures/<int:number>/", measures.detail, name="measures-detail"),
    path("benefits/<slug:benefit>/", benefits.guide, name="measures-benefit"),
    path("open/", measures.open_questions, name="open"),
    path("open/assumptions/", measures.assumptions, name="open-assumptions"),
    path("check/", screening.start, name="check"),
    path("check/open/", reopen.page, name="check-open"),
    path("check/<slug:subject>/", screening.begin, name="check-begin"),
    path("check/<slug:subject>/question/", screening.question, name="check-question"),
    path("check/<slug:subject>/answers/", screening.answers, name="check-answers"),
    path("check/<slug:subject>/result/", screening.result, name="check-result"),
    path("check/<slug:subject>/save/", screening.save, name="check-save"),
    path("check/<slug:subject>/clear/", screening.clear, name="check-clear"),
    path("analysis/", analysis.match, name="analysis"),
    path("analysis/case/<slug:benefit>/<int:key>/", analysis.case, name="analysis-case"),
    path("analysis/review/", analysis.review, name="analysis-review"),
    *urls_account.urlpatterns,
]

if getattr(settings, "WENYE_DEMO", False):
    urlpatterns += [
        path("style/", style.basic, name="style"),
        path("style/apply/", style.apply, name="style-apply"),
        path("style/desk/", style.desk, name="style-desk"),
        path("style/case/", style.case, name="style-case"),
    ]
