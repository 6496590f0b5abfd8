const place = document.getElementById("openapi");

SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  deepLinking: true,
  // An online validator would be told the address of this installation.
  validatorUrl: null,
});
