"""The addresses of drives."""

from django.urls import path

from sunledger.web.pages import public_drives

pages = [
    path("drives/", public_drives.drives, name="drives"),
    path("drives/<slug:code>/", public_drives.drive, name="drive"),
    path("drives/<slug:code>/<slug:key>/", public_drives.drive_rows, name="drive_rows"),
    path("drives/<slug:code>/batches/<slug:batch>/", public_drives.drive_batch, name="drive_batch"),
    path("drives/<slug:code>/levels/<slug:kind>/", public_drives.drive_level, name="drive_level"),
]
