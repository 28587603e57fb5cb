"""The addresses of what belongs to no room: the first page, units, search, the seal, jobs."""

from django.urls import path

from sunledger.web.pages import (
    desk_jobs,
    public,
    public_feeds,
    public_seal,
    public_search,
    type_size,
)

pages = [
    path("", public.home, name="home"),
    path("search/", public_search.search, name="search"),
    path("units/", public.units, name="units"),
    path("units/<slug:code>/", public.unit, name="unit"),
    path("units/<slug:code>/feed.atom", public_feeds.unit_feed, name="unit_feed"),
    path("type/<slug:size>/", type_size.type_size, name="type_size"),
    path("seal/", public_seal.seal, name="seal"),
    path("seal/files/<str:name>", public_seal.seal_file, name="seal_file"),
    path("seal/<int:index>/", public_seal.seal_entry, name="seal_entry"),
    path("seal/<int:index>/proof.json", public_seal.seal_proof, name="seal_proof"),
    path("desk/jobs/<slug:code>/", desk_jobs.job, name="desk_job"),
]
