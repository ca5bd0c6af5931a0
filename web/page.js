/* page.js - fills the page for what it is a report of, then draws. */

const reports = {plan: planReport, audit: auditReport,
    compare: compareReport, frontier: frontierReport,
    replay: replayReport};

function contents(sections) {
    return el("nav", {"aria-label": "Contents"}, el("ul", null,
        sections.map((s) => el("li", null, el("a", {href: "#" + s.id},
            s.querySelector("h2").textContent)))));
}

function licences() {
    const notices = document.getElementById("notices").content.textContent;
    return el("details", null, el("summary", null, "Licences"),
        paragraph("Evenbook is free software under the GPL, version 3 or " +
            "later."),
        notices.trim() === "" ? null
            : paragraph("The charts are drawn by Vega, Vega-Lite and " +
                "vega-embed:"),
        el("pre", null, notices));
}

function fill() {
    const page = document.getElementById("page");
    const lines = document.getElementById("lines");
    const {intro, sections} = reports[document.body.dataset.kind]();
    const present = sections.filter(Boolean);
    page.querySelector("h1").after(...intro, contents(present));
    if (lines) lines.replaceWith();
    page.append(...present);
    document.body.prepend(el("a", {class: "skip", href: "#page"},
        "To the report"));
    page.setAttribute("tabindex", "-1");
    document.body.append(el("footer", null, licences()));
}

fill();
requestAnimationFrame(() => setTimeout(drawAll));
