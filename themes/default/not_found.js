/* The 404 page is shown at any depth, and of a portal without a known address nobody can say where it
   begins. Its own style sheet can: it is asked for in the folder of the missing page, then in each
   folder above. Where it is, the portal is, and all that is written from there is set right. */
(function () {
  var own = location.href.replace(/[?#].*$/, "").replace(/[^/]*$/, "");
  var root = own;
  var within = function (address) { return address && !/^(#|\/|[a-z][a-z0-9+.-]*:)/i.test(address); };
  var isTheSheet = function (event) { return event.target.rel === "stylesheet" && !event.target.dataset.extra; };
  document.addEventListener("error", function (event) {
    if (!isTheSheet(event)) return;
    var above = new URL("..", root).href;
    if (above === root) return;
    root = above;
    event.target.href = root + event.target.dataset.path;
  }, true);
  document.addEventListener("load", function (event) {
    if (!isTheSheet(event) || root === own) return;
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", put);
    else put();
  }, true);
  function put() {
    document.documentElement.dataset.root = root;
    document.querySelectorAll("[href], [data-navigation], img[src]").forEach(function (element) {
      ["href", "src", "data-navigation"].forEach(function (name) {
        var address = element.getAttribute(name);
        if (within(address)) element.setAttribute(name, root + address);
      });
    });
    document.querySelectorAll("script[src]").forEach(function (failed) {
      var address = failed.getAttribute("src");
      if (!within(address)) return;
      var script = document.createElement("script");
      script.src = root + address;
      script.async = false;
      failed.replaceWith(script);
    });
  }
})();
