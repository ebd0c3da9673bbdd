"""Innovation and starting up: projects, talents, mentors, trainers and their classes, carriers, nominations."""

from django.db import models

from wenye.registry.models.base import Record, firm_link, person_link, text


class Project(Record):
    """A project that answered the yearly call, with the person who provided its plan."""

    number = models.CharField(max_length=40, unique=True)
    title = text(80)
    person = person_link()
    collected_on = models.DateField(null=True)
    full_ip = models.BooleanField(null=True)
    converted = models.BooleanField(null=True)
    converted_on = models.DateField(null=True)


class Talent(Record):
    """A high-level talent: selected on a day, and in the district since another."""

    person = person_link()
    selected_on = models.DateField(null=True)
    engaged_on = models.DateField(null=True)
    field = text(40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="talent_once")]


class Mentor(Record):
    """A start-up mentor, with the latest choice of star mentors he or she stood for."""

    person = person_link()
    in_group = models.BooleanField(null=True)
    appointed_on = models.DateField(null=True)
    field = text(40)
    star_year = models.PositiveIntegerField(null=True)
    star = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="mentor_once")]


class MentorSession(Record):
    """A service that a mentor gave on one day."""

    person = person_link()
    held_on = models.DateField()
    topic = models.CharField(max_length=60)
    in_activity = models.BooleanField(null=True)
    served = models.PositiveIntegerField(null=True)
    fee = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "held_on", "topic"], name="mentor_session_once")]


class Trainer(Record):
    """A teacher on the list of trainers for start-up courses."""

    person = person_link()
    certificate = text(40)
    courses = text(60)
    listed_on = models.DateField(null=True)
    delisted_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="trainer_once")]


class Lecture(Record):
    """A class given in a start-up course."""

    person = person_link()
    course = models.CharField(max_length=60)
    held_on = models.DateField()
    hours = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "course", "held_on"], name="lecture_once")]


class Carrier(Record):
    """A base, park, incubator, maker space or platform for starters, with its latest assessment and recognition."""

    firm = firm_link()
    name = models.CharField(max_length=60)
    kind = text(30)
    assessed_on = models.DateField(null=True)
    award = models.BigIntegerField(null=True)
    nominated = models.BooleanField(null=True)
    city_recognised = models.BooleanField(null=True)
    level = text(20)
    recognised_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="carrier_once")]


class Nomination(Record):
    """A firm or a person put forward to the city, and what the city decided."""

    number = models.CharField(max_length=40, unique=True)
    category = text(30)
    firm = firm_link(null=True)
    person = person_link(null=True)
    carrier_kind = text(20)
    nominated_on = models.DateField(null=True)
    recommended = models.BooleanField(null=True)
    city_chosen = models.BooleanField(null=True)
