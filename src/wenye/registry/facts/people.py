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
            CASE WHEN p.residence = 'town' THEN p.resident_since END, p.start_up_form,
            CASE WHEN p.left_on <= {as_of} THEN TRUE END
        FROM registry_person p WHERE p.merged_into_id IS NULL {only}""",
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
            "gone": "boolean",
        },
    ),
    Source(
        "person",
        "deaths",
        "d.person_id",
        "SELECT d.person_id, TRUE FROM registry_death d WHERE d.died_on <= {as_of} AND held(d) {only}",
        {"gone": "boolean"},
    ),
    Source(
        "person",
        "poverty",
        "v.person_id",
        "SELECT v.person_id, TRUE FROM registry_povertyentry v WHERE v.registered_on <= {as_of} AND held(v) {only}",
        {"registered_poor": "boolean"},
        {"registered_poor": False},
    ),
    Source(
        "person",
        "hard_to_place",
        "h.person_id",
        """SELECT DISTINCT h.person_id, TRUE FROM registry_hardtoplace h
        WHERE h.recognised_on <= {as_of} AND (until(h.ended_on) IS NULL OR until(h.ended_on) > {as_of}) {only}""",
        {"hard_to_place": "boolean"},
        {"hard_to_place": False},
    ),
    Source(
        "person",
        "zero_employment",
        "z.person_id",
        """SELECT DISTINCT z.person_id, TRUE FROM registry_zeroemploymentfamily z
        WHERE z.recognised_on <= {as_of} AND (until(z.ended_on) IS NULL OR until(z.ended_on) > {as_of}) {only}""",
        {"zero_employment_family": "boolean"},
        {"zero_employment_family": False},
    ),
    Source(
        "person",
        "unemployed",
        "u.person_id",
        """SELECT person_id, is_open, registered_on, CASE WHEN is_open THEN reason END
        FROM (
            SELECT u.person_id, u.registered_on, u.reason,
                (until(u.cancelled_on) IS NULL OR until(u.cancelled_on) > {as_of}) AS is_open,
                ROW_NUMBER() OVER (PARTITION BY u.person_id ORDER BY u.registered_on DESC) AS place
            FROM registry_unemploymentregistration u WHERE u.registered_on <= {as_of} {only}
        ) AS latest WHERE place = 1""",
        {"registered_unemployed": "boolean", "registered_unemployed_on": "date", "job_loss_reason": "enum"},
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
                (until(b.stopped_on) IS NULL OR until(b.stopped_on) > {as_of}) AS is_drawn,
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
        WHERE (w.discharged_on IS NULL OR w.discharged_on <= {as_of}) AND held(w) {only}""",
        {"veteran": "boolean"},
        {"veteran": False},
    ),
    Source(
        "person",
        "disabled",
        "d.person_id",
        """SELECT d.person_id, TRUE FROM registry_disability d
        WHERE (d.issued_on IS NULL OR d.issued_on <= {as_of})
            AND (d.valid_until IS NULL OR d.valid_until >= {as_of}) AND held(d) {only}""",
        {"disabled": "boolean"},
        {"disabled": False},
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
        FROM registry_graduate g WHERE (g.entered_on IS NULL OR g.entered_on <= {as_of}) AND held(g) {only}""",
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
                WHERE i.kind = 'unemployment' AND i.from_month <= {as_of} AND held(i) {only}
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
        WHERE e.started_on <= {as_of} AND (until(e.ended_on) IS NULL OR until(e.ended_on) > {as_of}) {only}
        GROUP BY e.person_id""",
        {"has_job": "boolean", "employed_in_enterprise": "boolean"},
        {"employed_in_enterprise": False},
    ),
    Source(
        "person",
        "firms",
        "f.owner_id",
        """SELECT owner_id,
            CASE WHEN SUM(CASE WHEN operates THEN 1 ELSE 0 END) > 0 THEN TRUE
                WHEN COUNT(operates) = COUNT(*) THEN FALSE END,
            MAX(CASE WHEN operates THEN registered_on END),
            CASE WHEN SUM(CASE WHEN operates AND firm_kind IN ('individual_business', 'first_individual_business')
                    THEN 1 ELSE 0 END) > 0 THEN TRUE
                WHEN COUNT(operates) = COUNT(*) AND COUNT(firm_kind) = COUNT(*) THEN FALSE END
        FROM (
            SELECT f.owner_id, f.registered_on, f.firm_kind, open(f) AS operates FROM registry_firm f
            WHERE f.owner_id IS NOT NULL AND (f.registered_on IS NULL OR f.registered_on <= {as_of}) {only}
        ) AS owned GROUP BY owner_id""",
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
        """SELECT p.id, h.low_income, h.poor_disabled, h.extreme_hardship
        FROM registry_person p JOIN registry_household h ON h.id = p.household_id WHERE TRUE {only}""",
        {"low_income_family": "boolean", "poor_disabled_family": "boolean", "extreme_hardship": "boolean"},
    ),
    Source(
        "person",
        "talents",
        "t.person_id",
        """SELECT t.person_id, TRUE, CASE WHEN t.engaged_on IS NOT NULL THEN t.engaged_on <= {as_of} END
        FROM registry_talent t WHERE (t.selected_on IS NULL OR t.selected_on <= {as_of}) AND held(t) {only}""",
        {"talent_selected": "boolean", "talent_engaged": "boolean"},
        {"talent_selected": False},
    ),
    Source(
        "person",
        "rural_work",
        "r.person_id",
        """SELECT r.person_id, r.near_home_nonfarm FROM registry_ruralwork r
        WHERE (r.noted_on IS NULL OR r.noted_on <= {as_of}) AND held(r) {only}""",
        {"local_nonfarm_job": "boolean"},
    ),
    Source(
        "person",
        "capacity_cut",
        "c.person_id",
        """SELECT c.person_id, TRUE FROM registry_capacitycutworker c
        WHERE (c.listed_on IS NULL OR c.listed_on <= {as_of}) AND held(c) {only}""",
        {"capacity_cut_worker": "boolean"},
        {"capacity_cut_worker": False},
    ),
    Source(
        "person",
        "online_sellers",
        "s.person_id",
        """SELECT s.person_id, until(s.closed_on) IS NULL OR until(s.closed_on) > {as_of}
        FROM registry_onlineseller s WHERE (s.opened_on IS NULL OR s.opened_on <= {as_of}) {only}""",
        {"online_seller": "boolean"},
    ),
    Source(
        "household",
        "households",
        "h.id",
        "SELECT h.id, h.hardship_grade FROM registry_household h WHERE TRUE {only}",
        {"hardship_grade": "enum"},
    ),
)
