/** Copy a slip as it is read; cells are parted by tabs, so it lands well in a table too. Returns what to say of it. */
export async function copied(event: Event): Promise<string> {
  const parts = (event.target as HTMLElement).closest(".slip")!.querySelectorAll<HTMLElement>("table, p, small");
  const said = await navigator.clipboard?.writeText(Array.from(parts, (part) => part.innerText).join("\n")).then(
    () => "Copied.",
    () => "",
  );
  return said || "This browser did not allow copying.";
}
