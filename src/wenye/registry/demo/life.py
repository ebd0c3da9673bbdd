"""What the registers of the district hold about one invented person: work, insurance, schooling, help received."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from wenye.registry.demo.firms import Firm, Firms
from wenye.registry.demo.people import Person
from wenye.registry.demo.rosters import Plain
from wenye.registry.demo.words import Words

Write = Callable[[str, Mapping[str, Plain]], None]
_LEVELS = ("level_5", "level_4", "level_3", "level_2", "level_1")


def month_of(day: date, back: int = 0) -> date:
    """The first day of the month ``back`` months before that of ``day``."""
    number = day.year * 12 + day.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def contact(number: str) -> dict[str, Plain]:
    """A telephone and an account that nobody has: 100 is no mobile prefix, accounts begin with zeros."""
    digits = f"{int(number[2:6]) * 500 + int(number[14:17]):08d}"
    return {"phone": f"100{digits}", "bank_account": f"0000000{digits}{digits[:4]}"}


@dataclass(slots=True)
class Life:
    """Writes the rows of one person; ``rng`` belongs to that person alone."""

    person: Person
    rng: Random
    today: date
    firms: Firms
    words: Words
    write: Write

    def tell(self) -> None:
        """Every row of every register about the person."""
        self._people()
        if self.person.poor:
            self._poverty()
        state = self.person.state
        if state == "employed":
            self._employed()
        elif state == "unemployed":
            self._unemployed()
        elif state == "self_employed":
            self._self_employed()
        self._schooling()
        self._groups()
        self._courses()

    def about(self) -> dict[str, Plain]:
        """The columns by which other registers name the person."""
        return {"person": self.person.id_no, "person_name": self.person.name}

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _ago(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randrange(least, most))

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
                "in_district": self._chance(0.96),
                "residence": "town" if who.in_town else "village",
                "resident_since": who.resident_since,
                "education": who.education,
                "labour_state": who.state,
                "migrant_returner": who.returner,
                "returned_on": who.returned_on,
                "start_up_form": self._start_up_form(),
                "wants_to_start": self._chance(0.12),
                "wants_training": self._chance(0.2),
                **contact(who.id_no),
            },
        )

    def _start_up_form(self) -> str:
        if self.person.state != "self_employed":
            return "alone" if self._chance(0.01) else "none"
        return self.rng.choices(("alone", "partnership", "organised"), (86, 12, 2))[0]

    def _poverty(self) -> None:
        entered = date(self.rng.choice((2014, 2015, 2016, 2017)), self.rng.randint(1, 12), self.rng.randint(1, 28))
        lifted = date(self.rng.choice((2017, 2018)), 12, 20) if self._chance(0.8) else None
        self.write(
            "poverty",
            {
                **self.about(),
                "household_number": self.person.household,
                "registered_on": entered,
                "lifted_on": lifted,
                "cause": self.rng.choice(self.words.causes),
                "special_hardship": self._chance(0.2),
            },
        )

    def _employed(self) -> None:
        if not self._chance(0.62):
            self._away()
            return
        firm = self.firms.employer(self.rng)
        started = max(firm.registered_on, self.today - timedelta(days=int(self.rng.expovariate(1 / 1100)) + 12))
        started = max(started, self.person.born + timedelta(days=16 * 366))
        self._spell(firm, started, None)
        firm.hired += 1
        firm.poor_hired += self.person.poor
        if (self.today - started).days < 800 and self._chance(0.3):
            self._registered(started - timedelta(days=self.rng.randrange(20, 900)), started, "employed")
        if (self.person.poor or self.person.age > 45) and self._chance(0.12):
            self._placed(firm, started)
        if firm.size in ("medium", "large") and self.person.age < 36 and self._chance(0.03):
            self._apprentice(firm)
        if self._chance(0.11):
            self._certificate(firm)

    def _spell(self, firm: Firm, started: date, ended: date | None) -> None:
        """A spell of work and the insurance paid for it."""
        confirmed = None if ended else self._ago(1, 90)
        wage = 1600 + 100 * self.rng.randrange(0, 60)
        years = self.rng.choice((1, 2, 3))
        self.write(
            "employment",
            {
                **self.about(),
                "firm": firm.uscc,
                "firm_name": firm.name,
                "started_on": started,
                "ended_on": ended,
                "confirmed_on": max(confirmed, started) if confirmed else None,
                "job_title": self.rng.choice(self.words.jobs),
                "contract_until": started.replace(year=started.year + years, day=min(started.day, 28)),
                "open_ended": False,
                "wage": wage,
                "end_reason": self.rng.choice(("expired", "resigned", "dismissed")) if ended else None,
            },
        )
        if firm.insured and self._chance(0.88):
            self._insured(firm, month_of(started), month_of(ended or self.today, 0 if ended else 1), wage)

    def _insured(self, firm: Firm, first: date, last: date, base: int) -> None:
        if first > last:
            return
        for kind in ("unemployment", "pension"):
            self.write(
                "insurance",
                {
                    **self.about(),
                    "firm": firm.uscc,
                    "firm_name": firm.name,
                    "kind": kind,
                    "from_month": first,
                    "to_month": last,
                    "base": max(base, 2700),
                },
            )

    def _away(self) -> None:
        """Works outside the registers' firms; some went with an organised transfer."""
        if not self._chance(0.4 if self.person.poor else 0.05):
            return
        began = self._ago(20, 700)
        self.write(
            "transfers",
            {
                **self.about(),
                "organiser": self.rng.choices(
                    ("labour_office", "town_or_village", "agency", "labour_broker", "none"), (30, 25, 20, 10, 15)
                )[0],
                "destination": self.rng.choices(
                    ("home_county", "other_county", "other_city", "other_province", "abroad"), (12, 18, 25, 44, 1)
                )[0],
                "place": self.rng.choice(self.words.cities),
                "began_on": began,
                "worked_until": min(self.today, began + timedelta(days=self.rng.randrange(10, 400))),
            },
        )

    def _unemployed(self) -> None:
        lost = self._ago(15, 1300)
        months = 0
        if self.person.age > 20 and self._chance(0.55):
            firm = self.firms.employer(self.rng)
            began = max(firm.registered_on, lost - timedelta(days=self.rng.randrange(60, 3000)))
            if began < lost:
                self._spell(firm, began, lost)
                months = (lost.year - began.year) * 12 + lost.month - began.month if firm.insured else 0
        if not self._chance(0.66):
            return
        registered = min(self.today, lost + timedelta(days=self.rng.randrange(1, 60)))
        self._registered(registered, None, None)
        if months >= 12 and self._chance(0.55):
            self._benefit(registered, months)

    def _registered(self, day: date, cancelled: date | None, why: str | None) -> None:
        self.person.memory["registered"] = cancelled is None
        self.write(
            "unemployed",
            {
                **self.about(),
                "registered_on": day,
                "cancelled_on": cancelled,
                "cancel_reason": why,
                "reason": self.rng.choice(("contract_ended", "dismissed", "resigned", "closed", "never", "other")),
                "at_residence": self._chance(0.2),
            },
        )

    def _benefit(self, registered: date, months: int) -> None:
        granted = 3 * min(8, 1 + months // 12)
        passed = (self.today.year - registered.year) * 12 + self.today.month - registered.month
        self.write(
            "benefits",
            {
                **self.about(),
                "granted_on": month_of(registered, -1),
                "months_granted": granted,
                "months_drawn": max(0, min(granted, passed - 1)),
                "monthly": self.rng.choice((1044, 1168, 1264)),
                "medical_month": month_of(self.today),
                "medical_premium": self.rng.choice(("62.50", "68.00", "75.20")),
                "stopped_on": month_of(registered, -1 - granted) if passed > granted + 1 else None,
            },
        )

    def _self_employed(self) -> None:
        firm = self.firms.own(self.person) if self._chance(0.75) else None
        if firm is not None and self._chance(0.09):
            issued = self._ago(30, 700)
            alone = firm.size == "none"
            self.write(
                "loans",
                {
                    **self.about(),
                    "firm": firm.uscc,
                    "firm_name": firm.name,
                    "number": f"DB{self.person.id_no[2:6]}{self.person.id_no[14:17]}",
                    "kind": "alone" if alone else "small_firm",
                    "amount": self.rng.choice((50000, 80000, 100000, 150000) if alone else (300000, 800000)),
                    "bank": self.rng.choice(self.words.banks),
                    "issued_on": issued,
                    "due_on": issued.replace(year=issued.year + 2, day=min(issued.day, 28)),
                    "subsidy_count": self.rng.choice((0, 0, 1, 2, 3)),
                    "interest_due_on": date(self.today.year, 9, 21),
                    "interest_due": self.rng.randrange(300, 2200),
                    "central_interest": self.rng.randrange(100, 300),
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
        if hardship == "none" and self._chance(0.12):
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
        if who.state == "unemployed" and leaves < self.today and self._chance(0.25):
            self._trainee("graduated_unplaced", max(leaves, self._ago(40, 500)))

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
                "kept_on": self._chance(0.5) if ended < self.today else None,
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
            issued = self._ago(100, 3400)
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
        if who.state == "unemployed" and who.age <= 24 and self._chance(0.12):
            self._trainee("unemployed", self._ago(40, 600))

    def _hard_to_place(self, older: bool) -> None:
        if not self._chance(0.7):
            return
        kind = "older" if older else "disabled" if self.person.disabled else "low_income"
        self.write("hard_to_place", {**self.about(), "recognised_on": self._ago(5, 500), "kind": kind})
        if self._chance(0.12):
            self._post("public_welfare")

    def _post(self, kind: str) -> None:
        began = self._ago(100, 600)
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
                    "housing_fund": self._chance(0.2),
                    "cost": pay + 600,
                    "was_unplaced_graduate": False,
                    "began_on": began,
                },
            )

    def _placed(self, firm: Firm, started: date) -> None:
        agency = self.rng.choice(self.firms.agencies)
        self.write(
            "placements",
            {
                **self.about(),
                "firm": agency.uscc,
                "firm_name": agency.name,
                "employer": firm.name,
                "placed_on": started,
                "worked_until": self._ago(1, 60) if self._chance(0.8) else None,
            }
            if (self.today - started).days > 61
            else {
                **self.about(),
                "firm": agency.uscc,
                "firm_name": agency.name,
                "employer": firm.name,
                "placed_on": started,
            },
        )

    def _apprentice(self, firm: Firm) -> None:
        began = max(firm.registered_on, self._ago(60, 600))
        self.write(
            "apprenticeships",
            {
                **self.about(),
                "firm": firm.uscc,
                "firm_name": firm.name,
                "school": self.rng.choice(self.words.training_bodies),
                "occupation": self.rng.choice(self.words.occupations),
                "began_on": began,
                "ended_on": began.replace(year=began.year + 1, day=min(began.day, 28)),
                "agreement": self._chance(0.95),
                "fees_paid": self.rng.choice((0, 3000, 4500, 6000)),
            },
        )

    def _certificate(self, firm: Firm) -> None:
        level = self.rng.choices(_LEVELS, (40, 30, 20, 7, 3))[0]
        issued = self._ago(10, 1900)
        self.write(
            "certificates",
            {
                **self.about(),
                "number": f"Y{issued.year}{self.person.id_no[2:6]}{self.person.id_no[14:17]}",
                "occupation": self.rng.choice(self.words.occupations),
                "level": level,
                "kind": self.rng.choices(("qualification", "skill_level", "other"), (55, 38, 7))[0],
                "sector": firm.sector,
                "issued_on": issued,
                "firm": firm.uscc,
                "firm_name": firm.name,
            },
        )

    def _courses(self) -> None:
        who, rng = self.person, self.rng
        share = 0.16 if who.poor else {"unemployed": 0.2, "self_employed": 0.06, "employed": 0.03}.get(who.state, 0.01)
        if who.state in ("retired", "unable", "student") or not self._chance(share):
            return
        start_up = who.state == "self_employed" or self._chance(0.12)
        began = self._ago(1, 420)
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
                "level": rng.choice(_LEVELS[:3]) if gained in ("skill_level", "qualification") else "none",
                "sector": "other",
                "start_up_course": rng.choice(("syb", "syb", "online", "simulation")) if start_up else "none",
                "scarce_skill": self._chance(0.1),
                "started_on": began,
                "ended_on": ended,
                "days": rng.randint(days // 2, days) if done else None,
                "hours": days * 6,
                "completed": self._chance(0.85) if done else None,
                "certificate": gained,
                "follow_up_by": rng.choice(("none", "training_body", "public_service_body")) if start_up else "none",
                "follow_ups": rng.randrange(0, 4) if start_up else 0,
            },
        )
