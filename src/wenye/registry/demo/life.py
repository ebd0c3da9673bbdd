"""What the registers of the district hold about one invented person besides work: schooling, groups, help received."""

from datetime import date, timedelta

from wenye.registry.demo.telling import contact, month_of
from wenye.registry.demo.work import LEVELS, Work


class Life(Work):
    """Tells of a whole life."""

    __slots__ = ()

    def tell(self) -> None:
        """Every row of every register about the person."""
        self._people()
        if self.person.poor:
            self._poverty()
        state = self.person.state
        if state == "employed":
            self.employed()
        elif state == "unemployed":
            self.unemployed()
        elif state == "self_employed":
            self.self_employed()
        self._schooling()
        self._groups()
        self._courses()

    def _people(self) -> None:
        who = self.person
        self.write(
            "people",
            {
                "id_no": who.id_no,
                "name": who.name,
                "sex": who.sex,
                "birth_date": who.born,
                "town": who.town,
                "village": who.village,
                "household": who.household,
                "head_relation": who.relation,
                "household_registration": "rural" if who.rural else "urban",
                "in_district": self.chance(0.96),
                "residence": "town" if who.in_town else "village",
                "resident_since": who.resident_since,
                "education": who.education,
                "labour_state": who.state,
                "migrant_returner": who.returner,
                "returned_on": who.returned_on,
                "start_up_form": self._start_up_form(),
                "wants_to_start": self.chance(0.12),
                "wants_training": self.chance(0.2),
                **contact(who.id_no),
            },
        )

    def _start_up_form(self) -> str:
        if self.person.state != "self_employed":
            return "alone" if self.chance(0.01) else "none"
        return self.rng.choices(("alone", "partnership", "organised"), (86, 12, 2))[0]

    def _poverty(self) -> None:
        entered = date(self.rng.choice((2014, 2015, 2016, 2017)), self.rng.randint(1, 12), self.rng.randint(1, 28))
        lifted = date(self.rng.choice((2017, 2018)), 12, 20) if self.chance(0.8) else None
        self.write(
            "poverty",
            {
                **self.about(),
                "household_number": self.person.household,
                "registered_on": entered,
                "lifted_on": lifted,
                "cause": self.rng.choice(self.words.causes),
                "special_hardship": self.chance(0.2),
            },
        )

    def _schooling(self) -> None:
        who = self.person
        if who.education not in ("college", "bachelor", "master") or who.age > 28:
            return
        degree = who.education
        length = 3 if degree == "college" else 4
        if who.state == "student":
            left = self.rng.randint(0, length - 1)
            leaves = date(self.today.year + (1 if self.today.month > 6 else 0) + left, 6, 30)
            placed = None
        else:
            leaves = date(self.today.year - self.rng.randint(0, max(0, who.age - 22)), 6, 30)
            placed = (
                min(self.today, leaves + timedelta(days=self.rng.randrange(1, 300)))
                if who.state != "unemployed"
                else None
            )
        hardship = "poor" if who.poor else "low_income" if who.low_income else "disabled" if who.disabled else "none"
        if hardship == "none" and self.chance(0.12):
            hardship = "student_loan"
        self.write(
            "graduates",
            {
                **self.about(),
                "school": self.rng.choice(self.words.schools),
                "degree": degree,
                "entered_on": date(leaves.year - length, 9, 1),
                "graduated_on": leaves,
                "placed_on": placed,
                "hardship": hardship,
                "lives_on_campus": who.state == "student",
            },
        )
        if who.state == "unemployed" and leaves < self.today and self.chance(0.25):
            self._trainee("graduated_unplaced", max(leaves, self.ago(40, 500)))

    def _trainee(self, status: str, began: date) -> None:
        base = self.rng.choice(self.firms.bases)
        months = self.rng.choice((2, 3, 6, 6, 9, 12))
        ended = month_of(began, -months).replace(day=min(began.day, 28))
        self.write(
            "traineeships",
            {
                **self.about(),
                "firm": base.uscc,
                "firm_name": base.name,
                "status_at_start": status,
                "began_on": began,
                "ended_on": ended,
                "months": months,
                "kept_on": self.chance(0.5) if ended < self.today else None,
            },
        )

    def _groups(self) -> None:
        who, rng = self.person, self.rng
        if who.veteran:
            kind = rng.choices(("self_employed", "assigned", "self_chosen"), (80, 15, 5))[0]
            day = who.born + timedelta(days=rng.randrange(20 * 366, 24 * 365))
            self.write("veterans", {**self.about(), "discharged_on": min(day, self.today), "kind": kind})
        if who.disabled:
            kinds = ("sight", "hearing", "speech", "body", "mind", "psyche", "several")
            issued = self.ago(100, 3400)
            self.write(
                "disabled",
                {
                    **self.about(),
                    "kind": rng.choice(kinds),
                    "level": str(rng.choices((1, 2, 3, 4), (8, 22, 30, 40))[0]),
                    "issued_on": issued,
                    "valid_until": issued.replace(year=issued.year + 10, day=min(issued.day, 28)),
                },
            )
        older = who.age >= (50 if who.sex == "male" else 40)
        if who.state == "unemployed" and who.memory.get("registered") and (older or who.disabled or who.low_income):
            self._hard_to_place(older)
        if who.state == "unemployed" and who.age <= 24 and self.chance(0.12):
            self._trainee("unemployed", self.ago(40, 600))

    def _hard_to_place(self, older: bool) -> None:
        if not self.chance(0.7):
            return
        kind = "older" if older else "disabled" if self.person.disabled else "low_income"
        self.write("hard_to_place", {**self.about(), "recognised_on": self.ago(5, 500), "kind": kind})
        if self.chance(0.12):
            self._post("public_welfare")

    def _post(self, kind: str) -> None:
        began = self.ago(100, 600)
        pay = self.rng.choice((1280, 1400, 1500, 1950, 2100))
        for back in (1, 2, 3):
            self.write(
                "posts",
                {
                    **self.about(),
                    "employer": f"{self.person.village}服务中心",
                    "kind": kind,
                    "role": "other",
                    "month": month_of(self.today, back),
                    "take_home": pay,
                    "insured": True,
                    "housing_fund": self.chance(0.2),
                    "cost": pay + 600,
                    "was_unplaced_graduate": False,
                    "began_on": began,
                },
            )

    def _courses(self) -> None:
        who, rng = self.person, self.rng
        share = 0.16 if who.poor else {"unemployed": 0.2, "self_employed": 0.06, "employed": 0.03}.get(who.state, 0.01)
        if who.state in ("retired", "unable", "student") or not self.chance(share):
            return
        start_up = who.state == "self_employed" or self.chance(0.12)
        began = self.ago(1, 420)
        days = rng.randrange(5, 30)
        ended = began + timedelta(days=days)
        done = ended <= self.today
        gained = rng.choice(("none", "course", "skill_level", "qualification")) if done else "none"
        self.write(
            "trainings",
            {
                **self.about(),
                "course": f"{began.year}年第{rng.randint(1, 12)}期{'创业班' if start_up else rng.choice(self.words.courses)}",
                "kind": "start_up" if start_up else "skills",
                "organiser": rng.choice(self.words.training_bodies),
                "organised_by": rng.choices(
                    ("labour_office", "other_department", "firm", "institution"), (66, 14, 8, 12)
                )[0],
                "level": rng.choice(LEVELS[:3]) if gained in ("skill_level", "qualification") else "none",
                "sector": "other",
                "start_up_course": rng.choice(("syb", "syb", "online", "simulation")) if start_up else "none",
                "scarce_skill": self.chance(0.1),
                "started_on": began,
                "ended_on": ended,
                "days": rng.randint(days // 2, days) if done else None,
                "hours": days * 6,
                "completed": self.chance(0.85) if done else None,
                "certificate": gained,
                "follow_up_by": rng.choice(("none", "training_body", "public_service_body")) if start_up else "none",
                "follow_ups": rng.randrange(0, 4) if start_up else 0,
            },
        )
