"""What the registers of innovation, and the smaller lists of people, hold about one invented person."""

from datetime import date, timedelta

from wenye.registry.demo.telling import Teller, month_of


class Venture(Teller):
    """Tells of talents, mentors, trainers, projects, shops on the web, work near home, and of who has died."""

    __slots__ = ()

    def tell(self) -> None:
        """Every row of these registers about the person."""
        who = self.person
        if who.age >= 60 and self.chance(0.0015 * (who.age - 58) ** 1.5):
            self._died()
        if who.rural and who.state == "employed" and self.chance(0.5 if who.poor else 0.2):
            self._rural_work()
        if who.state == "self_employed" and self.chance(0.06):
            self._online_shop()
        if who.state in ("employed", "unemployed") and who.age > 40 and self.chance(0.003):
            self._capacity_cut()
        if who.education in ("bachelor", "master"):
            self._learned()

    def _learned(self) -> None:
        who = self.person
        if who.education == "master" and self.chance(0.12):
            self._talent()
        if 30 <= who.age <= 58 and self.chance(0.05):
            self._mentor()
        if 26 <= who.age <= 55 and self.chance(0.03):
            self._trainer()
        if who.age < 45 and self.chance(0.02):
            self._project()

    def _died(self) -> None:
        died = self.ago(3, 500)
        self.write("deaths", {**self.about(), "died_on": died, "recorded_on": died + timedelta(days=2)})

    def _rural_work(self) -> None:
        place = self.rng.choices(
            ("village", "home_town", "home_county", "home_city", "elsewhere"), (8, 22, 30, 15, 25)
        )[0]
        near = place in ("village", "home_town", "home_county")
        trade = self.rng.choice(("种植养殖", "建筑", "制衣", "水产加工", "家政", "运输"))
        self.write(
            "rural_work",
            {
                **self.about(),
                "workplace": place,
                "trade": trade,
                "near_home_nonfarm": near and trade != "种植养殖",
                "noted_on": self.ago(5, 200),
            },
        )

    def _online_shop(self) -> None:
        opened = self.ago(40, 1500)
        closed = self.ago(1, 40) if self.chance(0.15) else None
        shop = f"{self.person.village[:2]}{self.rng.choice(self.words.brands)}小店"
        self.write(
            "online_sellers",
            {**self.about(), "shop": shop, "platform": "演示电商平台", "opened_on": opened, "closed_on": closed},
        )

    def _capacity_cut(self) -> None:
        firm = self.firms.employer(self.rng)
        self.write(
            "capacity_cut",
            {**self.about(), "firm": firm.uscc, "firm_name": firm.name, "listed_on": self.ago(100, 1200)},
        )

    def _talent(self) -> None:
        selected = self.ago(60, 900)
        come = selected + timedelta(days=self.rng.randrange(20, 200))
        self.write(
            "talents",
            {
                **self.about(),
                "selected_on": selected,
                "engaged_on": come if self.chance(0.9) else None,
                "field": self.rng.choice(("生物医药", "装备制造", "现代农业", "电子商务")),
            },
        )

    def _mentor(self) -> None:
        stood = self.chance(0.4)
        self.write(
            "mentors",
            {
                **self.about(),
                "in_group": self.chance(0.85),
                "appointed_on": self.ago(200, 1200),
                "field": self.rng.choice(("营销", "财务", "融资", "种养技术", "电商运营")),
                "star_year": self.today.year if stood else None,
                "star": self.chance(0.5) if stood else None,
            },
        )
        for place in range(self.rng.randrange(0, 5)):
            self.write(
                "mentor_sessions",
                {
                    **self.about(),
                    "held_on": date(month_of(self.today, place).year, month_of(self.today, place).month, 17),
                    "topic": self.rng.choice(("创业门诊", "项目路演点评", "创业沙龙", "送政策下乡")),
                    "in_activity": self.chance(0.9),
                    "served": self.rng.randrange(3, 60),
                    "fee": self.rng.choice((300, 500, 600, 800, 1000)),
                },
            )

    def _trainer(self) -> None:
        listed = self.ago(300, 2000)
        if self.chance(0.9):
            self.write(
                "trainers",
                {
                    **self.about(),
                    "certificate": f"SZ{self.person.id_no[2:6]}{self.person.id_no[14:17]}",
                    "courses": self.rng.choice(("SYB", "网络创业培训", "SYB、创业模拟实训")),
                    "listed_on": listed,
                },
            )
        for number in range(self.rng.randrange(1, 4)):
            self.write(
                "lectures",
                {
                    **self.about(),
                    "course": f"{self.today.year}年第{self.rng.randint(1, 12)}期创业班",
                    "held_on": self.ago(5 + 90 * number, 80 + 90 * number),
                    "hours": self.rng.choice((2, 4, 6, 8)),
                },
            )

    def _project(self) -> None:
        collected = self.ago(60, 700)
        converted = self.chance(0.3)
        self.write(
            "projects",
            {
                **self.about(),
                "number": f"XM{collected.year}{self.person.id_no[2:6]}{self.person.id_no[14:17]}",
                "title": f"{self.rng.choice(self.words.brands)}{self.rng.choice(('智慧农场', '直播助农', '循环水养殖', '便民服务'))}项目",
                "collected_on": collected,
                "full_ip": self.chance(0.6),
                "converted": converted,
                "converted_on": collected + timedelta(days=self.rng.randrange(30, 60)) if converted else None,
            },
        )
