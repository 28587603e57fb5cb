"""The peer: the same table as a page of Django's own admin, in the same site and the same run.

It is set up as whoever takes the admin for a register would set it up: the columns that a list of
work shows, in the order of the day due, counted, 25 rows a page. It knows no lights, no reach of
posts and no moves. This module stands in the place of `sunledger.urls`.
"""

from django.contrib import admin
from django.urls import path

from sunledger import urls
from sunledger.ledger.models import Item


class Items(admin.ModelAdmin[Item]):
    """The items as a list of the admin."""

    list_display = ("title", "unit", "doer", "due", "state")
    list_select_related = ("unit", "doer")
    list_per_page = 25
    ordering = ("due", "pk")


site = admin.AdminSite()
site.register(Item, Items)
urlpatterns = [path("admin/", site.urls), *urls.urlpatterns]
