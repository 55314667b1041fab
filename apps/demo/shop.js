/* The demo shop's own script: a basket in this tab, and two uses of Foyer's JavaScript. */
window.foyer =
  window.foyer ||
  ((...call) => {
    // Kept as they were made, until the script has loaded.
    foyer.q ??= [];
    foyer.q.push(call);
  });

const basket = JSON.parse(sessionStorage.getItem('basket') ?? '[]');

function drawBasket() {
  const count = document.querySelector('[data-basket-count]');
  count.textContent = String(basket.length);
  count.hidden = basket.length === 0;
  const lines = document.querySelector('[data-basket-lines]');
  if (!lines) return;
  lines.replaceChildren(
    ...basket.map((name) => {
      const line = document.createElement('li');
      line.textContent = name;
      return line;
    }),
  );
  document.querySelector('[data-basket-empty]').hidden = basket.length > 0;
  document.querySelector('[data-basket-order]').hidden = basket.length === 0;
}

function keepBasket() {
  sessionStorage.setItem('basket', JSON.stringify(basket));
  foyer('set', { 'basket.lamps': basket.length });
  drawBasket();
}

document.querySelector('[data-add-to-basket]')?.addEventListener('click', (event) => {
  const name = event.currentTarget.dataset.addToBasket;
  basket.push(name);
  keepBasket();
  document.querySelector('[data-added]').textContent = `${name} is in your basket.`;
});

for (const button of document.querySelectorAll('[data-open-chat]')) {
  button.addEventListener('click', () => foyer('open'));
}

document.querySelector('[data-identify]')?.addEventListener('submit', (event) => {
  event.preventDefault();
  foyer('identify', Object.fromEntries(new FormData(event.currentTarget)));
  document.querySelector('[data-identified]').textContent = 'Saved.';
});

if (document.querySelector('[data-ordered]')) {
  basket.length = 0;
  keepBasket();
}
drawBasket();
