"use strict";

// GraphiQL with the session of this page, and a tab for each example operation.
(() => {
    const setup = JSON.parse(document.getElementById("setup").textContent);
    const csrf = document.querySelector("[name=csrfmiddlewaretoken]").value;

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
                operationName: asked.operationName,
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

    const defaultTabs = Object.values(setup.examples).map((query) => ({
        query,
        variables: query.includes("$slug") ? JSON.stringify({ slug: setup.slug }, null, 2) : "",
    }));
    const root = ReactDOM.createRoot(document.getElementById("explorer"));
    root.render(React.createElement(GraphiQL, { fetcher, storage, defaultTabs }));
})();
