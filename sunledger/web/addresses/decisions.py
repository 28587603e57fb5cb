"""The addresses of decisions: meetings, their readouts, and how decisions are passed down."""

from django.urls import path

from sunledger.web.pages import (
    desk_conveying,
    desk_meetings,
    desk_readout,
    desk_readout_confirm,
    desk_readout_names,
    public_conveying,
    public_meetings,
    public_minutes,
)

pages = [
    path("units/<slug:code>/minutes/", public_minutes.minutes, name="unit_minutes"),
    path("meetings/", public_meetings.meetings, name="meetings"),
    path("meetings/<slug:code>/", public_meetings.meeting, name="meeting"),
    path("conveying/<slug:code>/", public_conveying.way_down, name="conveying"),
    path("desk/meetings/", desk_meetings.meetings, name="desk_meetings"),
    path("desk/meetings/new/", desk_readout.meeting_new, name="desk_meeting_new"),
    path("desk/meetings/names/", desk_readout_names.meeting_names, name="desk_meeting_names"),
    path("desk/meetings/read/<slug:code>/", desk_readout.meeting_read, name="desk_meeting_read"),
    path("desk/meetings/<slug:code>/", desk_readout_confirm.meeting, name="desk_meeting"),
    path(
        "desk/meetings/<slug:code>/units/",
        desk_readout_confirm.meeting_units,
        name="desk_meeting_units",
    ),
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
    path("desk/conveying/", desk_conveying.waiting, name="desk_conveying"),
    path("desk/conveying/<slug:code>/", desk_conveying.receipt, name="desk_receipt"),
    path(
        "desk/conveying/<slug:code>/<slug:do>/",
        desk_conveying.receipt_do,
        name="desk_receipt_do",
    ),
    path("desk/rulings/<slug:code>/", desk_conveying.ruling, name="desk_ruling"),
    path("desk/chains/<slug:code>/", desk_conveying.way_down, name="desk_chain"),
    path("desk/meetings/<slug:code>/convey/", desk_conveying.convey, name="desk_convey"),
    path("desk/meetings/<slug:code>/conveys/", desk_conveying.conveys, name="desk_conveys"),
]
