"""The addresses of the pages."""

from django.urls import include, path

from assessments.web import home, mail_events, outbox, unsubscribing
from assessments.web.leaders import (
    communities,
    comparing,
    interactions,
    leaders,
    member_lists,
    members,
    posters,
    sharing,
    waves,
    webhooks,
)
from assessments.web.survey import answering, entry, open_links, withdrawals

survey = [
    path("", answering.landing, name="survey"),
    path("part/<int:number>/", answering.part, name="survey_part"),
    path("again/", answering.again, name="survey_again"),
    path("confirm/", answering.confirm, name="survey_confirm"),
    path("thanks/", answering.thanks, name="survey_thanks"),
    path("withdraw/", withdrawals.withdraw, name="survey_withdraw"),
    # Last: a token looks like any other word.
    path("<str:token>/", entry.enter, name="enter"),
]

of_leaders = [
    path("", communities.community, name="community"),
    path("leaders/", leaders.leaders, name="leaders"),
    path("leaders/<uuid:account_id>/dismiss/", leaders.dismiss, name="dismiss_leader"),
    path("edit/", communities.edit, name="edit_community"),
    path("members/", members.roster, name="roster"),
    path("members/add/", member_lists.add, name="add_members"),
    path("members/<uuid:member>/", members.edit, name="edit_member"),
    path("members/<uuid:member>/active/", members.set_active, name="set_member_active"),
    path("members/<uuid:member>/erase/", members.erase, name="erase_member"),
    path("waves/", waves.open_next, name="open_wave"),
    path("waves/<int:number>/", waves.wave, name="wave"),
    path("waves/<int:number>/extend/", waves.extend, name="extend_wave"),
    path("waves/<int:number>/remind/", waves.remind, name="remind"),
    path("waves/<int:number>/again/", waves.again, name="clone_wave"),
    path("waves/<int:number>/close/", waves.close, name="close_wave"),
    path("waves/<int:number>/link/", posters.renew, name="renew_open_link"),
    path("waves/<int:number>/link/revoke/", posters.revoke, name="revoke_open_link"),
    path("waves/<int:number>/link/code.svg", posters.qr_code, name="open_link_code"),
    path("waves/<int:number>/poster/", posters.poster, name="poster"),
    path("compare/", comparing.compare, name="compare_waves"),
    path("plane/", sharing.share, name="share"),
    path("interactions/", interactions.interactions, name="interactions"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<uuid:webhook>/remove/", webhooks.remove, name="remove_webhook"),
    path("webhooks/<uuid:webhook>/secret/", webhooks.renew_secret, name="renew_webhook_secret"),
]

urlpatterns = [
    path("w/<uuid:wave_id>/", include(survey)),
    path("", home.home, name="home"),
    path("privacy/", home.privacy, name="privacy"),
    path("withdraw/", withdrawals.withdraw_by_receipt, name="withdraw"),
    path("o/<str:key>/", open_links.enter, name="open_link"),
    path("unsubscribe/<str:key>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("mail-events/", mail_events.events, name="mail_events"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("communities/", communities.communities, name="communities"),
    path("new-community/", communities.found, name="found_community"),
    path("communities/<slug:slug>/", include(of_leaders)),
    path("", include("assessments.web.accounts.urls")),
    path("", include("assessments.web.results.urls")),
]
