"""What people do: work, pay insurance, learn, gain certificates, move away for work, borrow to start."""

from django.db import models

from wenye.registry.models.base import Record, firm_link, person_link, text


class Employment(Record):
    """A spell of work at a firm, as filed; a spell is also the hire it began with."""

    person = person_link()
    firm = firm_link(index=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    job_title = text(40)
    contract_until = models.DateField(null=True)
    open_ended = models.BooleanField(null=True)
    wage = models.BigIntegerField(null=True)
    end_reason = text(20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "firm", "started_on"], name="employment_once")]


class InsurancePayment(Record):
    """Months of contributions paid without a gap, of one kind of insurance, through one firm or on one's own."""

    person = person_link()
    firm = firm_link(null=True)
    kind = models.CharField(max_length=20)
    from_month = models.DateField()
    to_month = models.DateField()
    base = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "from_month"], name="insurance_once")]


class Certificate(Record):
    """A vocational certificate."""

    person = person_link()
    number = models.CharField(max_length=40, unique=True)
    occupation = text(40)
    level = text(10)
    kind = text(30)
    sector = text(20)
    issued_on = models.DateField(null=True)
    firm = firm_link(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="certificate_person")]


class Training(Record):
    """A person's place in a course."""

    person = person_link()
    course = models.CharField(max_length=60)
    kind = text(30)
    organiser = text(60)
    organised_by = text(20)
    level = text(10)
    sector = text(20)
    start_up_course = text(20)
    scarce_skill = models.BooleanField(null=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    days = models.PositiveIntegerField(null=True)
    hours = models.PositiveIntegerField(null=True)
    completed = models.BooleanField(null=True)
    certificate = text(20)
    follow_up_by = text(20)
    follow_ups = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "course", "started_on"], name="training_once")]


class Placement(Record):
    """A person placed in a job by an agency."""

    person = person_link()
    firm = firm_link()
    employer = text(100)
    placed_on = models.DateField()
    worked_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "firm", "placed_on"], name="placement_once")]


class Transfer(Record):
    """A person who went elsewhere to work by an organised labour transfer."""

    person = person_link()
    organiser = text(20)
    destination = text(20)
    workplace = text(60)
    began_on = models.DateField()
    worked_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "began_on"], name="transfer_once")]


class Traineeship(Record):
    """A young person's traineeship at a base."""

    person = person_link()
    firm = firm_link(index=True)
    status_at_start = text(20)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    months = models.PositiveIntegerField(null=True)
    kept_on = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "firm", "began_on"], name="traineeship_once")]


class Apprenticeship(Record):
    """A new-type apprenticeship at a firm."""

    person = person_link()
    firm = firm_link(index=True)
    school = text(60)
    occupation = text(40)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    agreement = models.BooleanField(null=True)
    fees_paid = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "firm", "began_on"], name="apprenticeship_once")]


class Post(Record):
    """A bought or public-welfare post in one month."""

    person = person_link()
    employer = text(60)
    kind = text(20)
    role = text(20)
    month = models.DateField()
    take_home = models.BigIntegerField(null=True)
    insured = models.BooleanField(null=True)
    housing_fund = models.BooleanField(null=True)
    cost = models.BigIntegerField(null=True)
    was_unplaced_graduate = models.BooleanField(null=True)
    began_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "month"], name="post_once")]


class Loan(Record):
    """A guaranteed start-up loan, with the interest that falls due next."""

    person = person_link()
    firm = firm_link(null=True)
    number = models.CharField(max_length=40, unique=True)
    kind = text(20)
    partners = models.PositiveIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    bank = text(60)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    subsidy_count = models.PositiveIntegerField(null=True)
    interest_due_on = models.DateField(null=True)
    interest_due = models.BigIntegerField(null=True)
    central_interest = models.BigIntegerField(null=True)
