"""The addresses of accounts: coming in, one's own account, acting for somebody, users and the trail."""

from django.urls import path

from wenye.web.views import account, consent, login, sso, trail, users

urlpatterns = [
    path("account/login/", login.login, name="login"),
    path("account/logout/", login.logout, name="logout"),
    path("account/second-factor/", login.factor, name="factor"),
    path("account/second-factor/set-up/", login.set_up, name="factor-set-up"),
    path("account/second-factor/codes/", login.codes, name="factor-codes"),
    path("account/sso/", sso.begin, name="sso"),
    path("account/sso/link/", sso.link, name="sso-link"),
    path("account/sso/back/", sso.back, name="sso-back"),
    path("account/", account.own, name="account"),
    path("account/password/", account.password, name="account-password"),
    path("account/sessions/end/", account.end_session, name="account-end"),
    path("account/looked/", account.looked, name="account-looked"),
    path("account/for/", account.acting, name="account-for"),
    path("account/consent/", consent.find, name="consent"),
    path("account/consent/<int:person>/", consent.record, name="consent-for"),
    path("staff/unmask/<slug:entity>/<int:key>/<slug:column>/", consent.number, name="unmask"),
    path("staff/users/", users.index, name="users"),
    path("staff/users/new/", users.new, name="users-new"),
    path("staff/users/state/", users.state, name="users-state"),
    path("staff/users/waiting/", users.waiting, name="users-waiting"),
    path("staff/users/locked/", users.locked, name="users-locked"),
    path("staff/users/locked/unlock/", users.unlock, name="users-unlock"),
    path("staff/users/<int:user>/", users.one, name="users-one"),
    path("staff/users/grants/<int:grant>/end/", users.end, name="users-end"),
    path("staff/audit/", trail.index, name="trail"),
    path("staff/audit/whole/", trail.whole, name="trail-whole"),
]
