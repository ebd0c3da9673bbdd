"""A small invented district: one subject or more of every entity."""

from pathlib import Path

from tests.registry.rosters import a_firm, bring_in, firm_code, someone, who
from wenye.registry.models import Employment, Firm


def small_district(folder: Path) -> None:
    """One subject or more of every entity."""
    firm = {"firm": firm_code(1), "firm_name": "君山例1公司"}
    bring_in(
        folder,
        "people",
        someone(1, household="H1", wants_to_start="是", residence="城镇", resident_since="2019-01-05"),
        someone(2, labour_state="", start_up_form="个人创业"),
        someone(3),
    )
    bring_in(folder, "households", {"number": "H1", "low_income": "是", "hardship_grade": "一般困难"})
    bring_in(
        folder,
        "firms",
        {**a_firm(1), "owner": who(1)["person"], "owner_name": "张例1", "industry": "食品加工"},
        a_firm(2, status=""),
    )
    bring_in(
        folder,
        "firm_survey",
        {"uscc": firm_code(1), "name": "君山例1公司", "staff": "12", "jobs": "11", "investment": "5万元"},
    )
    bring_in(
        folder,
        "firm_years",
        {"firm": firm_code(1), "year": "2018", "premium_paid": "1234.56", "arrears": "0", "insured_staff": "12"},
    )
    bring_in(folder, "poverty", who(1, registered_on="2015-01-01"))
    bring_in(folder, "disabled", who(1, level="三级", issued_on="2012-01-01"))
    bring_in(
        folder,
        "unemployed",
        who(2, registered_on="2018-01-01", cancelled_on="2018-12-01"),
        who(2, registered_on="2019-02-01"),
    )
    bring_in(folder, "benefits", who(2, granted_on="2019-03-01", months_granted="12", months_drawn="5", monthly="1168"))
    bring_in(folder, "hard_to_place", who(2, recognised_on="2019-03-01"), who(2, recognised_on="2017-03-01"))
    bring_in(folder, "zero_employment", who(2, recognised_on="2019-03-01"))
    bring_in(folder, "veterans", who(3, discharged_on="2017-09-01"))
    bring_in(folder, "graduates", who(3, entered_on="2015-09-01", graduated_on="2019-06-30", hardship="国家助学贷款"))
    bring_in(
        folder,
        "employment",
        who(3, **firm, started_on="2019-01-02", confirmed_on="2019-11-01"),
        who(3, **firm, started_on="2017-01-02", ended_on="2018-01-02"),
    )
    bring_in(folder, "insurance", who(3, **firm, kind="失业保险", from_month="2019-01", to_month="2019-10"))
    bring_in(
        folder, "certificates", who(3, number="Z1", level="中级工", kind="职业资格证书", issued_on="2019-02-01", **firm)
    )
    bring_in(
        folder,
        "trainings",
        who(1, course="电工班", started_on="2019-02-01", ended_on="2019-02-20", days="12", completed="是"),
    )
    bring_in(folder, "agencies", {**firm, "number": "RL1", "issued_on": "2018-01-01", "valid_until": "2021-01-01"})
    bring_in(folder, "placements", who(1, **firm, placed_on="2019-02-01", worked_until="2019-09-01"))
    bring_in(
        folder,
        "transfers",
        who(1, organiser="乡镇", destination="省外", began_on="2019-02-01", worked_until="2019-10-01"),
    )
    bring_in(
        folder, "traineeships", who(3, **firm, began_on="2019-01-01", ended_on="2019-07-01", months="6", kept_on="是")
    )
    bring_in(folder, "apprenticeships", who(3, **firm, began_on="2019-01-01", agreement="是", fees_paid="4500"))
    bring_in(folder, "posts", who(1, kind="公益性岗位", month="2019-02", take_home="1500.50", insured="是"))
    bring_in(
        folder,
        "loans",
        who(1, **firm, number="DB1", kind="合伙创业", partners="3", issued_on="2019-01-10", subsidy_count="0"),
    )
    bring_in(
        folder,
        "workshops",
        {**firm, "month": "2019-02", "kind": "扶贫车间", "poor_workers": "6", "on_job_training": "是"},
    )
    bring_in(folder, "monitoring_points", {**firm, "year": "2019", "reporting": "是"})
    innovation(folder, firm)
    services(folder, firm)
    assert (Employment.objects.count(), Firm.objects.count()) == (2, 2)


def innovation(folder: Path, firm: dict[str, str]) -> None:
    """One row or more of every register of innovation, and the smaller lists of people and firms."""
    bring_in(
        folder, "projects", who(3, number="XM1", title="项目", collected_on="2019-01-01", converted_on="2019-02-01")
    )
    bring_in(folder, "talents", who(3, selected_on="2019-01-01", engaged_on="2019-02-01"))
    bring_in(folder, "mentors", who(1, in_group="是", appointed_on="2018-01-01", star_year="2019", star="是"))
    bring_in(
        folder,
        "mentor_sessions",
        who(1, held_on="2019-02-17", topic="门诊", in_activity="是", fee="800"),
        who(2, held_on="2019-02-17", topic="门诊", in_activity="是", fee="600"),
    )
    bring_in(folder, "trainers", who(1, listed_on="2018-01-01"))
    bring_in(
        folder,
        "lectures",
        who(1, course="创业班", held_on="2019-02-03", hours="4"),
        who(2, course="创业班", held_on="2019-02-03", hours="4"),
    )
    carrier = {"name": "孵化基地", "kind": "孵化基地", "assessed_on": "2019-02-01", "award": "100000", "level": "区级"}
    bring_in(folder, "carriers", {**firm, **carrier})
    bring_in(
        folder,
        "nominations",
        {**firm, "number": "TJ1", "category": "爱心单位", "nominated_on": "2019-02-01", "recommended": "是"},
        who(1, number="TJ2", category="巴陵工匠", nominated_on="2019-02-01"),
    )
    bring_in(folder, "upgrades", {**firm, "project": "技改", "completed_on": "2019-01-01", "tax_increment": "-5"})
    bring_in(folder, "research", {**firm, "year": "2018", "turnover": "900", "spending": "90"})
    bring_in(folder, "staff_trainings", {**firm, "began_on": "2019-02-01", "cost": "900", "own_budget": "90"})
    bring_in(folder, "insurance_due", {**firm, "year": "2019", "six_months": "7000.5"})
    bring_in(folder, "rural_work", who(1, workplace="本镇", near_home_nonfarm="是", noted_on="2019-02-01"))
    bring_in(folder, "capacity_cut", who(2, **firm, listed_on="2018-02-01"))
    bring_in(folder, "online_sellers", who(1, shop="小店", opened_on="2019-02-01"))
    bring_in(folder, "deaths", who(2, died_on="2019-02-20"))
    bring_in(
        folder, "deregistrations", {"firm": firm_code(2), "firm_name": "君山例2公司", "dissolved_on": "2019-02-20"}
    )


def services(folder: Path, firm: dict[str, str]) -> None:
    """One row or more of every register of those who serve."""
    bring_in(folder, "institutions", {**firm, "kind": "公共就业服务机构", "scarce_skills": "否"})
    bring_in(folder, "institution_years", {**firm, "year": "2019", "new_loans": "0", "free_services": "7"})
    bring_in(folder, "publicity_events", {**firm, "held_on": "2019-02-16", "topic": "宣传周", "cost": "900"})
    bring_in(
        folder,
        "offices",
        {"name": "服务站", "town": "许市镇", "rating_year": "2019", "tier": "一档", "standardised": "是"},
    )
