/** What is shown: links from a short list, money and dates as people read them, one true sentence per answer. */
import { render } from "lit/html.js";
import { describe, expect, test } from "vitest";
import { caption, sentence, slip, source } from "../src/widget/quote";
import { address, linked, longDate, money } from "../src/widget/text";
import { subjectOf } from "../src/widget/store";
import type { Quote } from "../src/widget/types";

function shown(text: string): HTMLElement {
  const box = document.createElement("div");
  render(linked(text), box);
  return box;
}

const SPIKE: Quote = {
  rule: "spike_protection",
  decision: "granted",
  amount: "25.00",
  credit: "4975.00",
  currency: "USD",
  deadline: "2026-10-31",
  clauses: ["S1", "S4", "S5"],
  policy: "demo@34a283b28018",
  lines: [
    { label: "Average overage", amount: "5.00" },
    { label: "Protection allowance", amount: "20.00" },
  ],
};

describe("text", () => {
  test.each([
    ["https://plans.example/a?b=1", "https://plans.example/a?b=1"],
    ["(855) 709-4099", "tel:+18557094099"],
    ["+49 30 1234567", "tel:+49301234567"],
    ["tel:+18557094099", "tel:+18557094099"],
  ])("links %s", (text, href) => expect(address(text)).toBe(href));

  test.each([["javascript:alert(1)"], ["data:text/html,x"], ["ftp://plans.example"], ["https://bank.example@evil.example"], ["vbscript:x"]])(
    "does not link %s",
    (text) => expect(shown(`see ${text} now`).querySelector("a")).toBeNull(),
  );

  test("stays text when it looks like markup", () => {
    const text = '<img src=x onerror="alert(1)"> [click](javascript:x) <b>bold</b>';
    expect(shown(text).textContent).toBe(text);
    expect(shown(text).querySelector("img, b, a")).toBeNull();
  });

  test("leaves the full stop and the bracket outside the link", () => {
    const box = shown("(see https://plans.example/help).");
    expect(box.querySelector("a")?.textContent).toBe("https://plans.example/help");
    expect(box.textContent).toBe("(see https://plans.example/help).");
  });

  test("writes money and plain dates out, the same in every time zone", () => {
    expect(money("-4975.00", "USD")).toBe("-$4,975.00");
    expect(money("5.00", "not a currency")).toBe("5.00 not a currency");
    expect(longDate("2026-10-31")).toMatch(/^Saturday,? 31 October 2026$/);
  });
});

describe("a quote", () => {
  test.each<[string, Partial<Quote>, RegExp]>([
    ["a granted claim", {}, /^The bill becomes \$25\.00, \$4,975\.00 less\. The claim must be in by Saturday,? 31 October 2026\.$/],
    ["a bill that stands", { decision: "bill_stands", amount: "18.00", credit: "0.00" }, /^The bill stands at \$18\.00\.$/],
    ["a claim too late", { decision: "too_late", amount: "900.00" }, /^The last day to claim was Saturday,? 31 October 2026, so the bill stands at \$900\.00\.$/],
    ["no bill at all", { decision: "not_billable", amount: null }, /nothing to claim/],
    ["a case for a person", { decision: "needs_review", amount: null, reason: "No trial projection on file." }, /^A person has to look at this\. No trial/],
    ["overage", { rule: "overage", decision: "charged", amount: "66.00" }, /^The overage comes to \$66\.00\.$/],
    ["an upgrade", { rule: "upgrade", decision: "quoted", amount: "66.00" }, /^The upgrade costs \$66\.00 more\.$/],
    ["a rule nobody has thought of yet", { rule: "late_fee", decision: "charged", amount: "1.00" }, /^The total is \$1\.00\.$/],
  ])("says the total of %s in one sentence", (_name, change, words) => expect(sentence({ ...SPIKE, ...change })).toMatch(words));

  test("is a table with a caption, its lines and its total, and names its policy and rules", () => {
    const box = document.createElement("div");
    render(slip(SPIKE, () => {}), box);
    expect(box.querySelector("table caption")?.textContent).toBe("Spike protection");
    expect([...box.querySelectorAll("td")].map((cell) => cell.textContent)).toEqual(["$5.00", "$20.00", "$25.00", "$4,975.00", "31 October 2026"]);
    expect(box.querySelector("small")?.textContent).toBe("Policy demo@34a283b2, rules S1, S4, S5");
  });

  test("names an unknown rule by its own words and a single rule in the singular", () => {
    expect(caption({ ...SPIKE, rule: "late_fee" })).toBe("Late fee");
    expect(source({ ...SPIKE, clauses: ["P4"] })).toBe("Policy demo@34a283b2, rule P4");
  });

  test("names the cheapest option that delivers everything, not the cheapest", () => {
    const options = [
      { plan: 5000, overage_allowed: false, total: "90.00", feasible: false },
      { plan: 5000, overage_allowed: true, total: "366.00", feasible: true },
    ];
    expect(sentence({ ...SPIKE, rule: "advise", decision: "quoted", options })).toBe(
      "The cheapest that delivers everything is 5,000 a month with the overage option: $366.00 in total.",
    );
  });
});

test("the subject of an identity is its account; without one it is a visitor", () => {
  const token = `x.${btoa(JSON.stringify({ sub: "harbor" }))}.y`;
  expect([subjectOf(token), subjectOf(null), subjectOf("garbage")]).toEqual(["harbor", "", "garbage"]);
});
