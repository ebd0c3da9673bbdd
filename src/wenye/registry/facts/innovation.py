"""Facts of projects, mentors and their sessions, classes, carriers and nominations, by the register that holds them."""

from wenye.registry.facts.source import Source

INNOVATION = (
    Source(
        "project",
        "projects",
        "j.id",
        """SELECT j.id, j.person_id, j.full_ip,
            CASE WHEN j.converted_on IS NOT NULL THEN j.converted_on <= {as_of} ELSE j.converted END
        FROM registry_project j WHERE (j.collected_on IS NULL OR j.collected_on <= {as_of}) AND held(j) {only}""",
        {"person_id": "key", "project_plan_full_ip": "boolean", "project_converted": "boolean"},
    ),
    Source(
        "mentor",
        "mentors",
        "m.id",
        """SELECT m.id, m.person_id, m.in_group, CASE WHEN m.star_year <= {this_year} THEN m.star_year END,
            CASE WHEN m.star_year <= {this_year} THEN m.star END
        FROM registry_mentor m WHERE (m.appointed_on IS NULL OR m.appointed_on <= {as_of}) AND held(m) {only}""",
        {
            "person_id": "key",
            "in_mentor_group": "boolean",
            "star_mentor_year": "integer",
            "star_mentor": "boolean",
        },
    ),
    Source(
        "session",
        "mentor_sessions",
        "s.id",
        """SELECT s.id, m.id, s.held_on, s.in_activity, s.fee
        FROM registry_mentorsession s LEFT JOIN registry_mentor m ON m.person_id = s.person_id AND held(m)
        WHERE s.held_on <= {as_of} AND held(s) {only}""",
        {"mentor_id": "key", "session_held_on": "date", "session_in_activity": "boolean", "session_fee": "money"},
    ),
    Source(
        "lecture",
        "lectures",
        "l.id",
        """SELECT l.id, l.person_id, l.held_on, l.hours
        FROM registry_lecture l WHERE l.held_on <= {as_of} AND held(l) {only}""",
        {"person_id": "key", "lecture_held_on": "date", "lecture_hours": "integer"},
    ),
    Source(
        "lecture",
        "trainers",
        "l.id",
        """SELECT l.id, TRUE FROM registry_lecture l JOIN registry_trainer t ON t.person_id = l.person_id
        WHERE (t.listed_on IS NULL OR t.listed_on <= l.held_on) AND held(l)
            AND (until(t.delisted_on) IS NULL OR until(t.delisted_on) > l.held_on) {only}""",
        {"start_up_trainer": "boolean"},
        {"start_up_trainer": False},
    ),
    Source(
        "carrier",
        "carriers",
        "c.id",
        """SELECT c.id, c.firm_id, c.kind, CASE WHEN c.assessed_on <= {as_of} THEN c.assessed_on END,
            CASE WHEN c.assessed_on <= {as_of} THEN c.award END, c.nominated, c.city_recognised,
            CASE WHEN c.recognised_on IS NULL OR c.recognised_on <= {as_of} THEN c.level END,
            CASE WHEN c.recognised_on <= {as_of} THEN c.recognised_on END
        FROM registry_carrier c WHERE held(c) {only}""",
        {
            "firm_id": "key",
            "carrier_kind": "enum",
            "carrier_assessed_on": "date",
            "carrier_award_assessed": "money",
            "recommended_to_city": "boolean",
            "city_recognised": "boolean",
            "recognition_level": "enum",
            "recognised_on": "date",
        },
    ),
    Source(
        "nomination",
        "nominations",
        "n.id",
        """SELECT n.id, n.firm_id, n.person_id, n.category, n.nominated_on, n.recommended, n.city_chosen, n.carrier_kind
        FROM registry_nomination n WHERE (n.nominated_on IS NULL OR n.nominated_on <= {as_of}) AND held(n) {only}""",
        {
            "firm_id": "key",
            "person_id": "key",
            "nomination_category": "enum",
            "nominated_on": "date",
            "district_recommended": "boolean",
            "city_chosen": "boolean",
            "nominee_carrier": "enum",
        },
    ),
)
