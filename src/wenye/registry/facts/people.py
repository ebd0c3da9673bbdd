"""Facts of people and households, by the register that holds them.

Where two sources tell the same fact, the earlier one counts and the later one fills what it leaves unknown.
"""

from wenye.registry.facts.source import Source

PEOPLE = (
    Source(
        "person",
        "people",
        "p.id",
        """SELECT p.id, p.household_id, p.town, p.birth_date, p.sex, p.household_registration,
            p.migrant_returner, p.residence,
            CASE WHEN p.residence = 'town' THEN p.resident_since END, p.start_up_form
        FROM registry_person p WHERE TRUE {only}""",
        {
            "household_id": "key",
            "town": "enum",
            "birth_date": "date",
            "sex": "enum",
            "household_registration": "enum",
            "migrant_returner": "enum",
            "residence": "enum",
            "town_resident_since": "date",
            "start_up_form": "enum",
        },
    ),
    Source(
        "person",
        "poverty",
        "v.person_id",
        "SELECT v.person_id, TRUE FROM registry_povertyentry v WHERE v.registered_on <= {as_of} {only}",
        {"registered_poor": "boolean"},
        {"registered_poor": False},
    ),
    Source(
        "person",
        "hard_to_place",
        "h.person_id",
        """SELECT DISTINCT h.person_id, TRUE FROM registry_hardtoplace h
        WHERE h.recognised_on <= {as_of} AND (h.ended_on IS NULL OR h.ended_on > {as_of}) {only}""",
        {"hard_to_place": "boolean"},
        {"hard_to_place": False},
    ),
    Source(
        "person",
        "zero_employment",
        "z.person_id",
        """SELECT DISTINCT z.person_id, TRUE FROM registry_zeroemploymentfamily z
        WHERE z.recognised_on <= {as_of} AND (z.ended_on IS NULL OR z.ended_on > {as_of}) {only}""",
        {"zero_employment_family": "boolean"},
        {"zero_employment_family": False},
    ),
    Source(
        "person",
        "unemployed",
        "u.person_id",
        """SELECT person_id, is_open, registered_on,
            CASE WHEN NOT is_open OR reason IS NULL THEN NULL ELSE reason IN ('dismissed', 'closed') END
        FROM (
            SELECT u.person_id, u.registered_on, u.reason,
                (u.cancelled_on IS NULL OR u.cancelled_on > {as_of}) AS is_open,
                ROW_NUMBER() OVER (PARTITION BY u.person_id ORDER BY u.registered_on DESC) AS place
            FROM registry_unemploymentregistration u WHERE u.registered_on <= {as_of} {only}
        ) AS latest WHERE place = 1""",
        {"registered_unemployed": "boolean", "registered_unemployed_on": "date", "laid_off": "boolean"},
        {"registered_unemployed": False},
    ),
    Source(
        "person",
        "benefits",
        "b.person_id",
        """SELECT person_id, is_drawn AND months_left > 0, granted_on, months_left, monthly,
            medical_month, medical_premium
        FROM (
            SELECT b.person_id, b.granted_on, b.monthly, b.medical_month, b.medical_premium,
                b.months_granted - b.months_drawn AS months_left,
                (b.stopped_on IS NULL OR b.stopped_on > {as_of}) AS is_drawn,
                ROW_NUMBER() OVER (PARTITION BY b.person_id ORDER BY b.granted_on DESC) AS place
            FROM registry_unemploymentbenefit b WHERE b.granted_on <= {as_of} {only}
        ) AS latest WHERE place = 1""",
        {
            "draws_unemployment_benefit": "boolean",
            "benefit_drawn_from": "date",
            "benefit_months_left": "integer",
            "benefit_monthly_amount": "money",
            "medical_premium_month": "date",
            "medical_premium_due": "money",
        },
        {"draws_unemployment_benefit": False},
    ),
    Source(
        "person",
        "veterans",
        "w.person_id",
        """SELECT w.person_id, TRUE FROM registry_veteran w
        WHERE (w.discharged_on IS NULL OR w.discharged_on <= {as_of}) {only}""",
        {"veteran": "boolean"},
        {"veteran": False},
    ),
    Source(
        "person",
        "disabled",
        "d.person_id",
        """SELECT d.person_id, TRUE FROM registry_disability d
        WHERE (d.issued_on IS NULL OR d.issued_on <= {as_of})
            AND (d.valid_until IS NULL OR d.valid_until >= {as_of}) {only}""",
        {"disabled": "boolean"},
        {"disabled": False},
    ),
    Source(
        "person",
        "disabled",
        "p.id",
        """SELECT p.id, TRUE FROM registry_person p
        WHERE p.household_id IN (
            SELECT m.household_id FROM registry_disability d JOIN registry_person m ON m.id = d.person_id
            WHERE m.household_id IS NOT NULL)
        AND p.household_id IN (
            SELECT m.household_id FROM registry_povertyentry v JOIN registry_person m ON m.id = v.person_id
            WHERE m.household_id IS NOT NULL AND v.registered_on <= {as_of}) {only}""",
        {"poor_disabled_family": "boolean"},
        {"poor_disabled_family": False},
    ),
    Source(
        "person",
        "graduates",
        "g.person_id",
        """SELECT g.person_id,
            CASE WHEN g.graduated_on IS NULL AND g.entered_on IS NULL THEN NULL
                WHEN g.graduated_on IS NULL OR g.graduated_on > {as_of} THEN 'in_school'
                WHEN g.placed_on IS NOT NULL AND g.placed_on <= {as_of} THEN 'graduated_placed'
                ELSE 'graduated_unplaced' END,
            g.graduated_on, CASE WHEN g.hardship IS NOT NULL THEN g.hardship = 'student_loan' END
        FROM registry_graduate g WHERE (g.entered_on IS NULL OR g.entered_on <= {as_of}) {only}""",
        {"graduate_status": "enum", "graduation_on": "date", "state_student_loan": "boolean"},
        {"graduate_status": "none", "state_student_loan": False},
    ),
    Source(
        "person",
        "insurance",
        "i.person_id",
        """SELECT person_id, SUM(CASE WHEN earlier IS NULL OR earlier < low THEN high - low + 1
                WHEN earlier < high THEN high - earlier ELSE 0 END)
        FROM (
            SELECT person_id, low, high, MAX(high) OVER (
                PARTITION BY person_id ORDER BY low, high ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
            FROM (
                SELECT i.person_id, month_no(i.from_month) AS low,
                    month_no(CASE WHEN i.to_month > {as_of} THEN {as_of} ELSE i.to_month END) AS high
                FROM registry_insurancepayment i
                WHERE i.kind = 'unemployment' AND i.from_month <= {as_of} {only}
            ) AS spans
        ) AS ordered GROUP BY person_id""",
        {"person_insured_months": "integer"},
        {"person_insured_months": 0},
    ),
    Source(
        "person",
        "employment",
        "e.person_id",
        """SELECT e.person_id, TRUE,
            CASE WHEN SUM(CASE WHEN f.firm_kind IN ('enterprise', 'start_up') THEN 1 ELSE 0 END) > 0 THEN TRUE
                WHEN COUNT(f.firm_kind) = COUNT(*) THEN FALSE END
        FROM registry_employment e JOIN registry_firm f ON f.id = e.firm_id
        WHERE e.started_on <= {as_of} AND (e.ended_on IS NULL OR e.ended_on > {as_of}) {only} GROUP BY e.person_id""",
        {"has_job": "boolean", "employed_in_enterprise": "boolean"},
        {"employed_in_enterprise": False},
    ),
    Source(
        "person",
        "firms",
        "f.owner_id",
        """SELECT f.owner_id,
            CASE WHEN SUM(CASE WHEN f.status = 'open' THEN 1 ELSE 0 END) > 0 THEN TRUE
                WHEN COUNT(f.status) = COUNT(*) THEN FALSE END,
            MAX(CASE WHEN f.status = 'open' THEN f.registered_on END),
            CASE WHEN SUM(CASE WHEN f.status = 'open'
                    AND f.firm_kind IN ('individual_business', 'first_individual_business')
                    THEN 1 ELSE 0 END) > 0 THEN TRUE
                WHEN COUNT(f.status) = COUNT(*) AND COUNT(f.firm_kind) = COUNT(*) THEN FALSE END
        FROM registry_firm f
        WHERE f.owner_id IS NOT NULL AND (f.registered_on IS NULL OR f.registered_on <= {as_of}) {only}
        GROUP BY f.owner_id""",
        {"own_business": "boolean", "business_started_on": "date", "runs_individual_business": "boolean"},
    ),
    Source(
        "person",
        "people",
        "p.id",
        """SELECT p.id, CASE WHEN p.labour_state IN ('employed', 'self_employed', 'farming') THEN TRUE
                WHEN p.labour_state IN ('unemployed', 'student', 'retired', 'unable') THEN FALSE END,
            CASE WHEN p.labour_state = 'self_employed' THEN TRUE WHEN p.labour_state IS NOT NULL THEN FALSE END,
            CASE WHEN p.labour_state = 'self_employed' THEN NULL WHEN p.labour_state IS NOT NULL THEN FALSE END,
            CASE WHEN p.labour_state = 'self_employed' AND p.household_registration = 'rural' THEN TRUE
                WHEN p.labour_state <> 'self_employed' OR p.household_registration = 'urban' THEN FALSE END
        FROM registry_person p WHERE p.labour_state IS NOT NULL {only}""",
        {
            "has_job": "boolean",
            "own_business": "boolean",
            "runs_individual_business": "boolean",
            "rural_starter": "boolean",
        },
    ),
    Source(
        "person",
        "households",
        "p.id",
        """SELECT p.id, h.low_income, h.extreme_hardship
        FROM registry_person p JOIN registry_household h ON h.id = p.household_id
        WHERE (h.low_income IS NOT NULL OR h.extreme_hardship IS NOT NULL) {only}""",
        {"low_income_family": "boolean", "extreme_hardship": "boolean"},
    ),
    Source(
        "household",
        "households",
        "h.id",
        "SELECT h.id, h.hardship_grade FROM registry_household h WHERE TRUE {only}",
        {"hardship_grade": "enum"},
    ),
)
