"""Facts of firms and of what is counted firm by firm, by the register that holds them."""

from wenye.registry.facts.industries import section
from wenye.registry.facts.source import Source

FIRMS = (
    Source(
        "firm",
        "firms",
        "f.id",
        """SELECT f.id, f.owner_id, f.town, f.firm_kind, f.firm_size, open(f), f.registered_on,
            {section}, CASE WHEN f.left_on <= {as_of} THEN TRUE END
        FROM registry_firm f
        WHERE (f.registered_on IS NULL OR f.registered_on <= {as_of}) {only}""".replace(
            "{section}", section("f.industry")
        ),
        {
            "owner_id": "key",
            "town": "enum",
            "firm_kind": "enum",
            "firm_size": "enum",
            "operating_normally": "boolean",
            "registered_on": "date",
            "industry_section": "enum",
            "gone": "boolean",
        },
    ),
    Source(
        "firm",
        "deregistrations",
        "d.firm_id",
        "SELECT d.firm_id, TRUE FROM registry_deregistration d WHERE d.dissolved_on <= {as_of} AND held(d) {only}",
        {"gone": "boolean"},
    ),
    Source(
        "firm",
        "firms",
        "id",
        """SELECT id, earlier FROM (
            SELECT f.id, COUNT(*) OVER (
                PARTITION BY f.owner_id ORDER BY f.registered_on, f.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS earlier
            FROM registry_firm f WHERE f.owner_id IS NOT NULL AND f.registered_on IS NOT NULL
        ) AS counted WHERE TRUE {only}""",
        {"earlier_ventures": "integer"},
    ),
    Source(
        "firm",
        "firm_survey",
        "f.id",
        """SELECT f.id, f.staff, f.jobs, f.investment, f.labour_intensive, f.new_hires, f.hire_contract_months
        FROM registry_firm f WHERE (f.staff IS NOT NULL OR f.jobs IS NOT NULL OR f.investment IS NOT NULL
            OR f.labour_intensive IS NOT NULL) {only}""",
        {
            "staff": "integer",
            "jobs": "integer",
            "investment": "money",
            "labour_intensive": "boolean",
            "loan_new_hires": "integer",
            "loan_hire_contract_months": "integer",
        },
    ),
    Source(
        "firm",
        "firm_years",
        "y.firm_id",
        """SELECT y.firm_id, TRUE,
            MAX(CASE WHEN y.year = {last_year} THEN y.insured_staff END),
            SUM(CASE WHEN y.year = {last_year} THEN y.premium_paid END),
            CASE WHEN SUM(COALESCE(y.arrears, 0)) > 0 THEN TRUE WHEN COUNT(y.arrears) = COUNT(*) THEN FALSE END,
            MAX(CASE WHEN y.year = {last_year} AND y.staff_at_start > 0 AND y.laid_off <= y.staff_at_start
                THEN (20000 * y.laid_off + y.staff_at_start) / (2 * y.staff_at_start) END)
        FROM registry_firmyear y WHERE y.year <= {last_year} AND held(y) {only} GROUP BY y.firm_id""",
        {
            "insured_firm": "boolean",
            "insured_staff": "integer",
            "premium_paid_last_year": "money",
            "premium_arrears": "boolean",
            "lay_off_rate": "share4",
        },
        {"insured_firm": False, "premium_arrears": False},
    ),
    Source(
        "firm",
        "agencies",
        "a.firm_id",
        """SELECT DISTINCT a.firm_id, TRUE FROM registry_agencylicence a
        WHERE (a.issued_on IS NULL OR a.issued_on <= {as_of})
            AND (a.valid_until IS NULL OR a.valid_until >= {as_of}) AND held(a) {only}""",
        {"agency_licensed": "boolean"},
        {"agency_licensed": False},
    ),
    Source(
        "firm",
        "employment",
        "e.firm_id",
        """SELECT e.firm_id, COUNT(DISTINCT e.person_id)
        FROM registry_disability d JOIN registry_employment e ON e.person_id = d.person_id
        WHERE (d.valid_until IS NULL OR d.valid_until >= {as_of}) AND held(d)
            AND e.started_on <= {as_of} AND (until(e.ended_on) IS NULL OR until(e.ended_on) > {as_of}) {only}
        GROUP BY e.firm_id""",
        {"disabled_staff": "integer"},
        {"disabled_staff": 0},
    ),
    Source(
        "firm",
        "employment",
        "e.firm_id",
        """SELECT firm_id, MAX(hired) FROM (
            SELECT e.firm_id, e.started_on, COUNT(*) AS hired FROM registry_employment e
            WHERE e.started_on >= {year_start} AND e.started_on <= {as_of} AND held(e) {only}
            GROUP BY e.firm_id, e.started_on
        ) AS days GROUP BY firm_id""",
        {"new_hires_at_once": "integer"},
        {"new_hires_at_once": 0},
    ),
    Source(
        "firm",
        "upgrades",
        "u.firm_id",
        """SELECT u.firm_id, TRUE, CASE WHEN COUNT(u.tax_increment) = COUNT(*) THEN SUM(u.tax_increment) END
        FROM registry_technicalupgrade u WHERE u.completed_on <= {as_of} AND held(u) {only} GROUP BY u.firm_id""",
        {"technical_upgrade_done": "boolean", "tax_increment": "money"},
        {"technical_upgrade_done": False},
    ),
    Source(
        "firm",
        "research",
        "r.firm_id",
        """SELECT r.firm_id, MAX(CASE WHEN r.year = {last_year} THEN r.turnover END),
            MAX(CASE WHEN r.year = {last_year} THEN r.spending END),
            MAX(CASE WHEN r.year = {last_year} - 1 THEN r.spending END)
        FROM registry_researchyear r WHERE held(r) {only} GROUP BY r.firm_id""",
        {"turnover": "money", "research_spending": "money", "research_spending_before": "money"},
    ),
    Source(
        "firm",
        "staff_trainings",
        "s.firm_id",
        """SELECT firm_id, began_on, cost, own_budget, standard FROM (
            SELECT s.firm_id, s.began_on, s.cost, s.own_budget, s.standard,
                ROW_NUMBER() OVER (PARTITION BY s.firm_id ORDER BY s.began_on DESC) AS place
            FROM registry_stafftraining s WHERE s.began_on <= {as_of} AND held(s) {only}
        ) AS latest WHERE place = 1""",
        {
            "staff_training_began_on": "date",
            "staff_training_cost": "money",
            "staff_education_budget": "money",
            "staff_training_standard": "money",
        },
    ),
    Source(
        "firm",
        "insurance_due",
        "s.firm_id",
        "SELECT s.firm_id, s.six_months FROM registry_insurancedue s WHERE s.year = {this_year} AND held(s) {only}",
        {"six_month_contributions": "money"},
    ),
    Source(
        "workshop",
        "workshops",
        "w.id",
        """SELECT w.id, w.firm_id, w.kind, w.month, w.poor_workers, w.on_job_training, w.months_granted
        FROM registry_workshopmonth w
        WHERE w.month <= {as_of} AND (w.recognised_on IS NULL OR w.recognised_on <= {as_of}) AND held(w) {only}""",
        {
            "firm_id": "key",
            "workshop_kind": "enum",
            "workshop_month": "date",
            "workshop_poor_workers": "integer",
            "workshop_on_job_training": "boolean",
            "workshop_months_granted": "integer",
        },
    ),
    Source(
        "monitoring_point",
        "monitoring_points",
        "m.id",
        """SELECT m.id, m.firm_id, m.year, m.reporting FROM registry_monitoringpoint m
        WHERE m.year <= {this_year} AND held(m) {only}""",
        {"firm_id": "key", "point_year": "integer", "point_reporting": "boolean"},
    ),
)
