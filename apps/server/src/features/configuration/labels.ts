/**
 * What files call documents: their names; of several with one name the first by it, the others `NAME (2)`, `NAME (3)`…,
 * passing over what is the name of another.
 */
export function labelsOf(names: readonly string[]): string[] {
  const taken = new Set(names);
  const isCounted = new Set<string>();
  return names.map((name) => {
    if (!isCounted.has(name)) {
      isCounted.add(name);
      return name;
    }
    for (let number = 2; ; number += 1) {
      const label = `${name} (${number})`;
      if (taken.has(label)) continue;
      taken.add(label);
      return label;
    }
  });
}
