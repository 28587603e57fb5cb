"""The words by which voices are told apart."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a voice is. Reports in confidence will be another kind, with a vault of their own."""

    SUGGESTION = "suggestion", _("suggestion")


class Giver(models.TextChoices):
    """From whom it comes, as they say themselves: a choice, never a name."""

    PUBLIC = "public", _("one of the public")
    ENTERPRISE = "enterprise", _("an enterprise")
    MEMBER = "member", _("a deputy, a member or a supervisor")


class Theme(models.TextChoices):
    """What it is about."""

    ROADS = "roads", _("roads, lights, transport")
    WATER = "water", _("water, waste, the environment")
    FARMING = "farming", _("land and farming")
    SCHOOL = "school", _("schools")
    HEALTH = "health", _("health and care")
    MONEY = "money", _("public money and what is published of it")
    BUSINESS = "business", _("conditions for enterprises")
    OFFICE = "office", _("how offices work")
    OTHER = "other", _("something else")


class View(models.TextChoices):
    """What the author says of how it ended."""

    SATISFIED = "satisfied", _("satisfied")
    NOT_SATISFIED = "not_satisfied", _("not satisfied")
