"""Addresses of the result pages: of leaders by their community, of members by the wave's key."""

from django.urls import path

from assessments.web.results import exports, results

urlpatterns = [
    path("c/<slug:slug>/", results.leaders_page, name="result"),
    path("c/<slug:slug>/<int:number>/", results.leaders_page, name="result_of_wave"),
    path("c/<slug:slug>/<int:number>/report/", results.leaders_report, name="report"),
    path("c/<slug:slug>/<int:number>/report.pdf", results.leaders_pdf, name="report_pdf"),
    path(
        "c/<slug:slug>/<int:number>/<slug:code>.svg", results.leaders_picture, name="result_picture"
    ),
    path("c/<slug:slug>/exports/", exports.leaders_files, name="exports"),
    path("c/<slug:slug>/exports/<str:file>", exports.leaders_file, name="export"),
    path("r/<slug:result_key>/", results.members_page, name="wave_result"),
    path("r/<slug:result_key>/exports/", exports.members_files, name="wave_exports"),
    path("r/<slug:result_key>/exports/<str:file>", exports.members_file, name="wave_export"),
    path("r/<slug:result_key>/report/", results.members_report, name="wave_report"),
    path("r/<slug:result_key>/report.pdf", results.members_pdf, name="wave_report_pdf"),
    path("r/<slug:result_key>/<slug:code>.svg", results.members_picture, name="wave_picture"),
]
