// Numbers on an axis as people say them: 万 and 亿 in Chinese, k, M and bn in English.
const STEPS = {
  zh: [
    [1e8, "亿"],
    [1e4, "万"],
  ],
  en: [
    [1e9, "bn"],
    [1e6, "M"],
    [1e3, "k"],
  ],
};

export function people(value, language) {
  const size = Math.abs(value);
  for (const [step, word] of STEPS[language] ?? STEPS.en) {
    if (size >= step) return `${plain(value / step)}${word}`;
  }
  return plain(value);
}

function plain(value) {
  return String(Number(value.toPrecision(6)));
}
