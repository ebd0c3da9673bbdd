"""Facts of hires, courses, certificates, placements, transfers and the like: one subject for each row of a register."""

from wenye.registry.facts.source import Source

ACTIVITIES = (
    Source(
        "hire",
        "employment",
        "e.id",
        """SELECT e.id, e.firm_id, e.person_id, e.started_on,
            EXISTS (SELECT 1 FROM registry_unemploymentregistration u WHERE u.person_id = e.person_id
                AND u.registered_on <= e.started_on
                AND (until(u.cancelled_on) IS NULL OR until(u.cancelled_on) >= e.started_on)),
            CASE WHEN until(e.ended_on) <= {as_of} THEN until(e.ended_on)
                WHEN e.confirmed_on <= {as_of} THEN e.confirmed_on
                WHEN e.confirmed_on > {as_of} OR e.ended_on > {as_of} THEN {as_of} END
        FROM registry_employment e
        WHERE e.started_on <= {as_of} AND (e.left_on IS NULL OR e.left_on > e.started_on) {only}""",
        {
            "firm_id": "key",
            "person_id": "key",
            "hired_on": "date",
            "registered_unemployed_at_hire": "boolean",
            "employed_through": "date",
        },
    ),
    Source(
        "hire",
        "insurance",
        "e.id",
        """SELECT e.id, SUM(month_no(CASE WHEN i.to_month > {as_of} THEN {as_of} ELSE i.to_month END)
            - month_no(CASE WHEN i.from_month < e.started_on THEN e.started_on ELSE i.from_month END) + 1)
        FROM registry_employment e JOIN registry_insurancepayment i
            ON i.person_id = e.person_id AND i.kind = 'unemployment' AND i.firm_id = e.firm_id
        WHERE e.started_on <= {as_of} AND i.from_month <= {as_of} AND held(i)
            AND month_no(i.to_month) >= month_no(e.started_on) {only}
        GROUP BY e.id""",
        {"hire_insured_months": "integer"},
        {"hire_insured_months": 0},
    ),
    Source(
        "certificate",
        "certificates",
        "c.id",
        """SELECT c.id, c.person_id, c.firm_id, c.kind, c.occupation, c.level, c.issued_on, c.sector
        FROM registry_certificate c WHERE (c.issued_on IS NULL OR c.issued_on <= {as_of}) AND held(c) {only}""",
        {
            "person_id": "key",
            "firm_id": "key",
            "cert_kind": "enum",
            "cert_occupation": "text",
            "cert_level": "enum",
            "issued_on": "date",
            "cert_sector": "enum",
        },
    ),
    Source(
        "training",
        "trainings",
        "t.id",
        """SELECT t.id, t.person_id, t.started_on, CASE WHEN t.ended_on <= {as_of} THEN t.ended_on END,
            CASE WHEN t.started_on > {as_of} THEN 'not_started'
                WHEN t.ended_on IS NULL OR t.ended_on > {as_of} THEN 'in_progress'
                WHEN t.completed IS NULL THEN NULL WHEN t.completed THEN 'finished' ELSE 'dropped' END,
            t.organised_by, t.certificate, t.level, t.sector, t.scarce_skill,
            CASE WHEN t.ended_on <= {as_of} THEN t.days END, t.start_up_course,
            p.wants_to_start, p.wants_training, t.follow_up_by, t.follow_ups
        FROM registry_training t JOIN registry_person p ON p.id = t.person_id WHERE held(t) {only}""",
        {
            "person_id": "key",
            "training_started_on": "date",
            "training_ended_on": "date",
            "training_status": "enum",
            "training_organiser": "enum",
            "training_certificate": "enum",
            "training_level": "enum",
            "training_sector": "enum",
            "training_scarce_skill": "boolean",
            "training_days": "integer",
            "startup_course": "enum",
            "intends_start_up": "boolean",
            "needs_start_up_training": "boolean",
            "follow_up_by": "enum",
            "follow_up_services": "integer",
        },
    ),
    Source(
        "placement",
        "placements",
        "a.id",
        """SELECT a.id, a.firm_id, a.person_id, a.placed_on,
            CASE WHEN a.worked_until > {as_of} THEN {as_of} ELSE a.worked_until END
        FROM registry_placement a WHERE a.placed_on <= {as_of} AND held(a) {only}""",
        {"firm_id": "key", "person_id": "key", "placed_on": "date", "placement_worked_until": "date"},
    ),
    Source(
        "transfer",
        "transfers",
        "t.id",
        """SELECT t.id, t.person_id, t.organiser, t.destination, t.began_on,
            CASE WHEN t.worked_until > {as_of} THEN {as_of} ELSE t.worked_until END
        FROM registry_transfer t WHERE t.began_on <= {as_of} AND held(t) {only}""",
        {
            "person_id": "key",
            "transfer_organiser": "enum",
            "transfer_destination": "enum",
            "transfer_began_on": "date",
            "transfer_worked_until": "date",
        },
    ),
    Source(
        "traineeship",
        "traineeships",
        "t.id",
        """SELECT t.id, t.firm_id, t.person_id, t.status_at_start, t.began_on, t.months, t.ended_on, t.kept_on
        FROM registry_traineeship t WHERE t.began_on <= {as_of} AND held(t) {only}""",
        {
            "firm_id": "key",
            "person_id": "key",
            "trainee_status_at_start": "enum",
            "traineeship_began_on": "date",
            "traineeship_months": "integer",
            "traineeship_ends_on": "date",
            "trainee_kept_on": "boolean",
        },
    ),
    Source(
        "apprenticeship",
        "apprenticeships",
        "a.id",
        """SELECT a.id, a.firm_id, a.person_id, a.agreement, a.fees_paid
        FROM registry_apprenticeship a WHERE a.began_on <= {as_of} AND held(a) {only}""",
        {
            "firm_id": "key",
            "person_id": "key",
            "apprentice_school_agreement": "boolean",
            "apprentice_fee_paid": "money",
        },
    ),
    Source(
        "post",
        "posts",
        "o.id",
        """SELECT o.id, o.person_id, o.kind, o.role, o.was_unplaced_graduate, o.month, o.take_home,
            o.insured, o.housing_fund, o.cost
        FROM registry_post o WHERE o.month <= {as_of} AND held(o) {only}""",
        {
            "person_id": "key",
            "post_kind": "enum",
            "post_role": "enum",
            "post_holder_unplaced_graduate": "boolean",
            "post_pay_month": "date",
            "post_take_home_pay": "money",
            "post_social_insurance_paid": "boolean",
            "post_housing_fund_paid": "boolean",
            "post_monthly_cost": "money",
        },
    ),
    Source(
        "loan",
        "loans",
        "n.id",
        """SELECT n.id, n.person_id, n.firm_id, n.kind, n.partners, n.issued_on, n.interest_due_on, n.interest_due,
            n.central_interest, n.subsidy_count
        FROM registry_loan n WHERE (n.issued_on IS NULL OR n.issued_on <= {as_of}) AND held(n) {only}""",
        {
            "person_id": "key",
            "firm_id": "key",
            "loan_form": "enum",
            "loan_partners": "integer",
            "loan_paid_out_on": "date",
            "interest_due_on": "date",
            "interest_due": "money",
            "central_interest": "money",
            "subsidised_rounds": "integer",
        },
    ),
    Source(
        "employment",
        "employment",
        "e.id",
        """SELECT e.id, e.person_id, e.firm_id, e.started_on, until(e.ended_on)
        FROM registry_employment e
        WHERE e.started_on <= {as_of} AND (e.left_on IS NULL OR e.left_on > e.started_on) {only}""",
        {"person_id": "key", "firm_id": "key", "employment_started_on": "date", "employment_ended_on": "date"},
    ),
    Source(
        "insurance_payment",
        "insurance",
        "i.id",
        """SELECT i.id, i.person_id, i.kind, i.from_month,
            CASE WHEN i.to_month > {as_of} THEN {as_of} ELSE i.to_month END
        FROM registry_insurancepayment i WHERE i.from_month <= {as_of} AND held(i) {only}""",
        {"person_id": "key", "kind": "enum", "from_month": "date", "to_month": "date"},
        months=True,
    ),
)
