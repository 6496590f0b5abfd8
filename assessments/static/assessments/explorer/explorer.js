"use strict";

// GraphiQL with the session of this page, and a tab for each example operation.
(() => {
    const setup = JSON.parse(document.getElementById("setup").textContent);
    const csrf = document.querySelector("[name=csrfmiddlewaretoken]").value;

    // For a moment after a change of tabs, GraphiQL still names the operation of the tab before.
    // A document of one operation needs no name; where there are several, the server asks for one.
    const nameOf = ({ query, operationName: name }) =>
        new RegExp(`\\b(query|mutation)\\s+${name}\\b`).test(query) ? name : undefined;

    const fetcher = async (asked) => {
        const response = await fetch(setup.address, {
            method: "POST",
            headers: {
                "Content-Type": "application/json",
                Accept: "application/graphql-response+json, application/json;q=0.9",
                "X-CSRFToken": csrf,
            },
            body: JSON.stringify({
                query: asked.query,
                variables: asked.variables,
                operationName: nameOf(asked),
            }),
        });
        return response.json();
    };

    // Results are confidential: nothing that was asked or answered stays in the browser.
    const kept = new Map();
    const storage = {
        getItem: (key) => (kept.has(key) ? kept.get(key) : null),
        setItem: (key, value) => kept.set(key, value),
        removeItem: (key) => kept.delete(key),
        clear: () => kept.clear(),
        get length() {
            return kept.size;
        },
    };

    // First what everybody asks first; what changes something after what only reads.
    const place = ([name, query]) => (name === "HowAreWe" ? 0 : /^mutation\b/m.test(query) ? 2 : 1);
    const ordered = Object.entries(setup.examples).sort((one, other) => place(one) - place(other));
    const defaultTabs = ordered.map(([, query]) => ({
        query,
        variables: query.includes("$slug") ? JSON.stringify({ slug: setup.slug }, null, 2) : "",
    }));
    const root = ReactDOM.createRoot(document.getElementById("explorer"));
    const home = React.createElement("a", { href: "/", className: "home" }, "commsurvey");
    const logo = React.createElement(GraphiQL.Logo, null, home);
    // The tab that is open first takes its variables from here, the others bring their own.
    const { variables } = defaultTabs[0];
    root.render(React.createElement(GraphiQL, { fetcher, storage, defaultTabs, variables }, logo));
})();
