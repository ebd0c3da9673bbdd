"""Work as the registers tell it: spells, insurance, loss of work, benefit, transfers, businesses, certificates."""

from datetime import date, timedelta

from wenye.registry.demo.firms import Firm
from wenye.registry.demo.telling import Teller, month_of

LEVELS = ("level_5", "level_4", "level_3", "level_2", "level_1")


class Work(Teller):
    """Tells of a person's work."""

    __slots__ = ()

    def employed(self) -> None:
        if not self.chance(0.62):
            self._away()
            return
        firm = self.firms.employer(self.rng)
        started = max(firm.registered_on, self.today - timedelta(days=int(self.rng.expovariate(1 / 1100)) + 12))
        started = max(started, self.person.born + timedelta(days=16 * 366))
        self._spell(firm, started, None)
        firm.hired += 1
        firm.poor_hired += self.person.poor
        if (self.today - started).days < 800 and self.chance(0.3):
            self._registered(started - timedelta(days=self.rng.randrange(20, 900)), started, "employed")
        if (self.person.poor or self.person.age > 45) and self.chance(0.12):
            self._placed(firm, started)
        if firm.size in ("medium", "large") and self.person.age < 36 and self.chance(0.03):
            self._apprentice(firm)
        if self.chance(0.11):
            self._certificate(firm)

    def _spell(self, firm: Firm, started: date, ended: date | None) -> None:
        """A spell of work and the insurance paid for it."""
        confirmed = None if ended else self.ago(1, 90)
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
        if firm.insured and self.chance(0.88):
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
        if not self.chance(0.4 if self.person.poor else 0.05):
            return
        began = self.ago(20, 700)
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
                "workplace": self.rng.choice(self.words.cities),
                "began_on": began,
                "worked_until": min(self.today, began + timedelta(days=self.rng.randrange(10, 400))),
            },
        )

    def unemployed(self) -> None:
        lost = self.ago(15, 1300)
        months = 0
        if self.person.age > 20 and self.chance(0.55):
            firm = self.firms.employer(self.rng)
            began = max(firm.registered_on, lost - timedelta(days=self.rng.randrange(60, 3000)))
            if began < lost:
                self._spell(firm, began, lost)
                months = (lost.year - began.year) * 12 + lost.month - began.month if firm.insured else 0
        if not self.chance(0.66):
            return
        registered = min(self.today, lost + timedelta(days=self.rng.randrange(1, 60)))
        self._registered(registered, None, None)
        if months >= 12 and self.chance(0.55):
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
                "at_residence": self.chance(0.2),
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

    def self_employed(self) -> None:
        firm = self.firms.own(self.person) if self.chance(0.75) else None
        if firm is not None and self.chance(0.09):
            issued = self.ago(30, 700)
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
                "worked_until": self.ago(1, 60) if self.chance(0.8) else None,
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
        began = max(firm.registered_on, self.ago(60, 600))
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
                "agreement": self.chance(0.95),
                "fees_paid": self.rng.choice((0, 3000, 4500, 6000)),
            },
        )

    def _certificate(self, firm: Firm) -> None:
        level = self.rng.choices(LEVELS, (40, 30, 20, 7, 3))[0]
        issued = self.ago(10, 1900)
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
