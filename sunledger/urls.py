"""Every address of the site: Chinese at /, English at /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from sunledger.web.pages import (
    desk,
    desk_batches,
    desk_corrections,
    desk_items,
    desk_jobs,
    desk_meetings,
    desk_upload,
    downloads,
    public,
    public_drives,
    public_meetings,
    public_records,
    public_results,
    public_screens,
    public_seal,
)

pages = [
    path("", public.home, name="home"),
    path("search/", public.search, name="search"),
    path("units/", public.units, name="units"),
    path("units/<slug:code>/", public.unit, name="unit"),
    path("categories/", public_records.categories, name="categories"),
    path("categories/<slug:code>/", public_records.category, name="category"),
    path("sheets/<slug:code>/", public_records.sheet, name="sheet"),
    path("sheets/<slug:code>/raw.csv", downloads.sheet_csv, name="sheet_csv"),
    path(
        "sheets/<slug:code>/spreadsheet.csv", downloads.sheet_spreadsheet, name="sheet_spreadsheet"
    ),
    path("sheets/<slug:code>/records.json", downloads.sheet_json, name="sheet_json"),
    path("records/<slug:code>/", public_records.record, name="record"),
    path("results/", public_results.results, name="results"),
    path("items/<slug:code>/", public_results.item, name="item"),
    path("drives/", public_drives.drives, name="drives"),
    path("drives/<slug:code>/", public_drives.drive, name="drive"),
    path("drives/<slug:code>/<slug:key>/", public_drives.drive_rows, name="drive_rows"),
    path("meetings/", public_meetings.meetings, name="meetings"),
    path("meetings/<slug:code>/", public_meetings.meeting, name="meeting"),
    path("screens/", public_screens.screens, name="screens"),
    path("screens/<slug:code>/", public_screens.screen, name="screen"),
    path("seal/", public_seal.seal, name="seal"),
    path("seal/files/<str:name>", public_seal.seal_file, name="seal_file"),
    path("seal/<int:index>/", public_seal.seal_entry, name="seal_entry"),
    path("seal/<int:index>/proof.json", public_seal.seal_proof, name="seal_proof"),
    path("desk/jobs/<slug:code>/", desk_jobs.job, name="desk_job"),
    path("desk/items/", desk_items.items, name="desk_items"),
    path("desk/items/new/", desk_items.item_new, name="desk_item_new"),
    path("desk/items/<slug:code>/", desk_items.item, name="desk_item"),
    path("desk/items/<slug:code>/<slug:move>/", desk_items.item_move, name="desk_item_move"),
    path("desk/evidence/<slug:code>/", desk_items.evidence, name="desk_evidence"),
    path("desk/", desk.work, name="desk"),
    path("desk/upload/", desk_upload.upload, name="desk_upload"),
    path("desk/uploads/<slug:code>/", desk_upload.upload_one, name="desk_upload_one"),
    path("desk/sheets/", desk_batches.batches, name="desk_batches"),
    path("desk/sheets/<slug:code>/", desk_batches.batch, name="desk_batch"),
    path("desk/sheets/<slug:code>/<slug:do>/", desk_batches.batch_do, name="desk_batch_do"),
    path("desk/corrections/", desk_corrections.corrections, name="desk_corrections"),
    path("desk/corrections/<slug:code>/", desk_corrections.correction, name="desk_correction"),
    path(
        "desk/records/<slug:code>/correct/",
        desk_corrections.correction_ask,
        name="desk_correction_ask",
    ),
    path("desk/meetings/", desk_meetings.meetings, name="desk_meetings"),
    path("desk/meetings/new/", desk_meetings.meeting_new, name="desk_meeting_new"),
    path("desk/meetings/<slug:code>/", desk_meetings.meeting, name="desk_meeting"),
    path("desk/meetings/<slug:code>/show/", desk_meetings.meeting_show, name="desk_meeting_show"),
    path(
        "desk/decisions/<slug:code>/adopt/",
        desk_meetings.decision_adopt,
        name="desk_decision_adopt",
    ),
    path(
        "desk/decisions/<slug:code>/reject/",
        desk_meetings.decision_reject,
        name="desk_decision_reject",
    ),
    path("desk/leads/", desk.work, name="desk_leads"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        *pages,
        path("account/", include("sunledger.web.signin.urls")),
        prefix_default_language=False,
    ),
]
