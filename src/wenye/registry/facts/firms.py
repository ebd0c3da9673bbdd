"""Facts of firms and of what is counted firm by firm, by the register that holds them."""

from wenye.registry.facts.source import Source

FIRMS = (
    Source(
        "firm",
        "firms",
        "f.id",
        """SELECT f.id, f.owner_id, f.town, f.firm_kind, f.firm_size,
            CASE WHEN f.status IS NOT NULL THEN f.status = 'open' END, f.registered_on,
            CASE WHEN f.industry IS NULL THEN NULL
                WHEN f.industry LIKE '%制造%' OR f.industry LIKE '%采矿%' OR f.industry LIKE '%加工%' THEN TRUE
                ELSE FALSE END
        FROM registry_firm f WHERE (f.registered_on IS NULL OR f.registered_on <= {as_of}) {only}""",
        {
            "owner_id": "key",
            "town": "enum",
            "firm_kind": "enum",
            "firm_size": "enum",
            "operating_normally": "boolean",
            "registered_on": "date",
            "industrial_firm": "boolean",
        },
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
        FROM registry_firmyear y WHERE y.year <= {last_year} {only} GROUP BY y.firm_id""",
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
            AND (a.valid_until IS NULL OR a.valid_until >= {as_of}) {only}""",
        {"agency_licensed": "boolean"},
        {"agency_licensed": False},
    ),
    Source(
        "firm",
        "traineeships",
        "t.firm_id",
        """SELECT t.firm_id, TRUE, SUM(CASE WHEN t.ended_on <= {as_of} THEN 1 ELSE 0 END),
            CASE WHEN SUM(CASE WHEN t.ended_on <= {as_of} AND t.kept_on IS NULL THEN 1 ELSE 0 END) = 0
                THEN SUM(CASE WHEN t.ended_on <= {as_of} AND t.kept_on THEN 1 ELSE 0 END) END
        FROM registry_traineeship t WHERE t.began_on <= {as_of} {only} GROUP BY t.firm_id""",
        {"traineeship_base": "boolean", "trainees_finished": "integer", "trainees_kept_on": "integer"},
        {"traineeship_base": False, "trainees_finished": 0, "trainees_kept_on": 0},
    ),
    Source(
        "firm",
        "employment",
        "e.firm_id",
        """SELECT e.firm_id, COUNT(DISTINCT e.person_id)
        FROM registry_disability d JOIN registry_employment e ON e.person_id = d.person_id
        WHERE (d.valid_until IS NULL OR d.valid_until >= {as_of})
            AND e.started_on <= {as_of} AND (e.ended_on IS NULL OR e.ended_on > {as_of}) {only}
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
            WHERE e.started_on >= {year_start} AND e.started_on <= {as_of} {only} GROUP BY e.firm_id, e.started_on
        ) AS days GROUP BY firm_id""",
        {"new_hires_at_once": "integer"},
        {"new_hires_at_once": 0},
    ),
    Source(
        "workshop",
        "workshops",
        "w.id",
        """SELECT w.id, w.firm_id, w.kind, w.month, w.poor_workers, w.on_job_training, w.months_granted
        FROM registry_workshopmonth w
        WHERE w.month <= {as_of} AND (w.recognised_on IS NULL OR w.recognised_on <= {as_of}) {only}""",
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
        WHERE m.year <= {this_year} {only}""",
        {"firm_id": "key", "point_year": "integer", "point_reporting": "boolean"},
    ),
)
