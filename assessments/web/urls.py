"""The addresses of the pages."""

from django.urls import include, path

from assessments.web import (
    accounts,
    answering,
    communities,
    entry,
    home,
    members,
    open_links,
    waves,
    withdrawals,
)

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

leaders = [
    path("", communities.community, name="community"),
    path("members/", members.add, name="add_members"),
    path("waves/", waves.open_next, name="open_wave"),
    path("waves/<int:number>/close/", waves.close, name="close_wave"),
    path("waves/<int:number>/link/", waves.renew_link, name="renew_open_link"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("privacy/", home.privacy, name="privacy"),
    path("sign-in/", accounts.SignIn.as_view(), name="sign_in"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign_out"),
    path("withdraw/", withdrawals.withdraw_by_receipt, name="withdraw"),
    path("w/<uuid:wave_id>/", include(survey)),
    path("o/<str:key>/", open_links.enter, name="open_link"),
    path("communities/", communities.communities, name="communities"),
    path("new-community/", communities.found, name="found_community"),
    path("communities/<slug:slug>/", include(leaders)),
    path("", include("assessments.web.result_urls")),
]
