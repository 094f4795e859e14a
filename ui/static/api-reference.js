// @ts-check
// <div data-openapi="/openapi.json"> becomes the reference of the API.

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-openapi]"));
// @ts-expect-error: the bundle defines it and ships no types
const reference = window.SwaggerUIBundle;

// The library leaves its introduction outside its <main>: give it a place among the landmarks.
function nameIntroduction() {
  const introduction = place?.querySelector(".information-container");
  introduction?.setAttribute("role", "region");
  introduction?.setAttribute("aria-label", "Introduction");
}

if (place) {
  const calm = { deepLinking: false, defaultModelsExpandDepth: -1, validatorUrl: null };
  reference({ domNode: place, url: place.dataset.openapi, onComplete: nameIntroduction, ...calm });
}
export {};
