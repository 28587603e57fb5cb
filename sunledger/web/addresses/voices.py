"""The addresses of voices: questions and suggestions."""

from django.urls import path

from sunledger.web.pages import desk_questions, desk_voices, public_questions, public_voices

pages = [
    path("questions/", public_questions.questions, name="questions"),
    path(
        "questions/new/<slug:about>/<str:code>/",
        public_questions.question_new,
        name="question_new",
    ),
    path("questions/mine/", public_questions.question_mine, name="question_mine"),
    path("questions/figures/<slug:key>/", public_questions.question_rows, name="question_rows"),
    path("questions/<slug:code>/", public_questions.question, name="question"),
    path("suggestions/", public_voices.suggestions, name="suggestions"),
    path("suggestions/new/", public_voices.suggestion_new, name="suggestion_new"),
    path("suggestions/mine/", public_voices.suggestion_mine, name="suggestion_mine"),
    path("suggestions/figures/<slug:key>/", public_voices.suggestion_rows, name="suggestion_rows"),
    path("suggestions/<slug:code>/", public_voices.suggestion, name="suggestion"),
    path("desk/questions/", desk_questions.questions, name="desk_questions"),
    path("desk/questions/<slug:code>/", desk_questions.question, name="desk_question"),
    path(
        "desk/questions/<slug:code>/<slug:move>/",
        desk_questions.question_move,
        name="desk_question_move",
    ),
    path("desk/suggestions/", desk_voices.suggestions, name="desk_suggestions"),
    path("desk/suggestions/new/", desk_voices.suggestion_new, name="desk_suggestion_new"),
    path(
        "desk/suggestions/given/<slug:code>/",
        desk_voices.suggestion_given,
        name="desk_suggestion_given",
    ),
    path("desk/suggestions/<slug:code>/", desk_voices.suggestion, name="desk_suggestion"),
    path(
        "desk/suggestions/<slug:code>/<slug:move>/",
        desk_voices.suggestion_move,
        name="desk_suggestion_move",
    ),
]
