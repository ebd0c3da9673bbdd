"""Facts of the institutions and offices that serve people and firms, by the register that holds them."""

from wenye.registry.facts.source import Source

SERVICES = (
    Source(
        "institution",
        "institutions",
        "n.id",
        "SELECT n.id, n.kind, n.scarce_skills FROM registry_institution n WHERE held(n) {only}",
        {"institution_kind": "enum", "trains_local_scarce_skills": "boolean"},
    ),
    Source(
        "institution",
        "institution_years",
        "n.id",
        """SELECT n.id, y.new_loans, y.free_services
        FROM registry_institution n JOIN registry_institutionyear y ON y.firm_id = n.firm_id
        WHERE y.year = {this_year} AND held(n) AND held(y) {only}""",
        {"new_startup_loans": "money", "free_services_given": "integer"},
    ),
    Source(
        "institution",
        "publicity_events",
        "n.id",
        """SELECT id, held_on, cost FROM (
            SELECT n.id, v.held_on, v.cost,
                ROW_NUMBER() OVER (PARTITION BY n.id ORDER BY v.held_on DESC, v.id DESC) AS place
            FROM registry_institution n JOIN registry_publicityevent v ON v.firm_id = n.firm_id
            WHERE v.held_on <= {as_of} AND held(n) AND held(v) {only}
        ) AS latest WHERE place = 1""",
        {"publicity_held_on": "date", "publicity_cost": "money"},
    ),
    Source(
        "office",
        "offices",
        "o.id",
        """SELECT o.id, o.town, CASE WHEN o.rating_year <= {this_year} THEN o.rating_year END,
            CASE WHEN o.rating_year <= {this_year} THEN o.tier END,
            o.standardised, o.full_time_staff, o.digital_records, o.smart_service
        FROM registry_serviceoffice o WHERE held(o) {only}""",
        {
            "town": "enum",
            "office_rating_year": "integer",
            "office_award_tier": "enum",
            "office_standardised": "boolean",
            "office_full_time_staff": "boolean",
            "office_digital_records": "boolean",
            "office_smart_service": "boolean",
        },
    ),
)
