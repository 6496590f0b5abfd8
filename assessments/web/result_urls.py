"""Addresses of the result pages: of leaders by their community, of members by the wave's key."""

from django.urls import path

from assessments.web import results

urlpatterns = [
    path("c/<slug:slug>/", results.leaders_page, name="result"),
    path("c/<slug:slug>/<int:number>/", results.leaders_page, name="result_of_wave"),
    path("c/<slug:slug>/<int:number>/levels.svg", results.leaders_plot, name="result_plot"),
    path("r/<slug:result_key>/", results.members_page, name="wave_result"),
    path("r/<slug:result_key>/levels.svg", results.members_plot, name="wave_result_plot"),
]
