"""The addresses of screening: screens, leads, links of names, and the quality of data."""

from django.urls import path

from sunledger.web.pages import (
    contracting_files,
    desk_explanations,
    desk_leads,
    desk_link_rows,
    desk_links,
    desk_quality,
    desk_screens,
    desk_stacks,
    desk_trials,
    lead_files,
    public_precision,
    public_quality,
    public_screens,
)

pages = [
    path(
        "units/<slug:code>/contracting.json", contracting_files.unit_file, name="unit_contracting"
    ),
    path("quality/", public_quality.quality, name="quality"),
    path("quality/<slug:source>/", public_quality.quality_of, name="quality_of"),
    path("screens/", public_screens.screens, name="screens"),
    path("screens/precision/", public_precision.precision, name="precision"),
    path("screens/precision/all.csv", public_precision.precision_csv, name="precision_csv"),
    path("screens/<slug:code>/", public_screens.screen, name="screen"),
    path("screens/<slug:code>/precision.csv", public_precision.screen_csv, name="screen_csv"),
    path("desk/leads/", desk_leads.leads, name="desk_leads"),
    path("desk/leads/<slug:code>/", desk_leads.lead, name="desk_lead"),
    path("desk/leads/<slug:code>/lead.<slug:kind>", lead_files.lead_file, name="desk_lead_file"),
    path("desk/leads/<slug:code>/take-up/", desk_leads.lead_take_up, name="desk_lead_take_up"),
    path("desk/leads/<slug:code>/dismiss/", desk_leads.lead_dismiss, name="desk_lead_dismiss"),
    path("desk/leads/<slug:code>/put-back/", desk_leads.lead_put_back, name="desk_lead_put_back"),
    path("desk/leads/<slug:code>/again/", desk_leads.lead_look_again, name="desk_lead_look_again"),
    path("desk/screens/", desk_screens.screens, name="desk_screens"),
    path("desk/screens/<slug:code>/", desk_screens.screen, name="desk_screen"),
    path("desk/screens/<slug:code>/try/", desk_trials.trial_new, name="desk_trial_new"),
    path("desk/trials/<slug:code>/", desk_trials.trial_one, name="desk_trial"),
    path(
        "desk/leads/<slug:code>/explain/", desk_explanations.lead_explain, name="desk_lead_explain"
    ),
    path("desk/stacks/<slug:code>/", desk_stacks.stack, name="desk_stack"),
    path("desk/stacks/<slug:code>/take-up/", desk_stacks.stack_take_up, name="desk_stack_take_up"),
    path("desk/stacks/<slug:code>/dismiss/", desk_stacks.stack_dismiss, name="desk_stack_dismiss"),
    path("desk/queue/", desk_stacks.queue_limit, name="desk_queue_limit"),
    path("desk/links/", desk_links.links, name="desk_links"),
    path("desk/links/look/", desk_links.look, name="desk_link_look"),
    path("desk/links/<slug:code>/", desk_links.link, name="desk_link"),
    path("desk/links/<slug:code>/rows/", desk_link_rows.rows, name="desk_link_rows"),
    path("desk/explanations/", desk_explanations.explanations, name="desk_explanations"),
    path("desk/explanations/<slug:code>/", desk_explanations.explanation, name="desk_explanation"),
    path(
        "desk/explanations/<slug:code>/paper/",
        desk_explanations.explanation_paper,
        name="desk_explanation_paper",
    ),
    path("desk/quality/", desk_quality.quality, name="desk_quality"),
    path(
        "desk/quality/<slug:unit>/<slug:source>/", desk_quality.quality_of, name="desk_quality_of"
    ),
    path("desk/runs/new/", desk_leads.run_new, name="desk_lead_run_new"),
    path("desk/runs/<slug:code>/", desk_leads.run, name="desk_lead_run"),
]
