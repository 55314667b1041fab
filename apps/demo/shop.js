/* The demo shop's own script: a basket in this tab, and what a shop tells Foyer by its JavaScript. */
window.foyer =
  window.foyer ||
  ((...call) => {
    // Kept as they were made, until the script has loaded.
    foyer.q ??= [];
    foyer.q.push(call);
  });

/** What is in the basket: name and price (in pounds) of each lamp. */
const lamps = JSON.parse(sessionStorage.getItem('lamps') ?? '[]');

function drawBasket() {
  const count = document.querySelector('[data-basket-count]');
  count.textContent = String(lamps.length);
  count.hidden = lamps.length === 0;
  const lines = document.querySelector('[data-basket-lines]');
  if (!lines) return;
  lines.replaceChildren(
    ...lamps.map(({ name, price }) => {
      const line = document.createElement('li');
      line.textContent = `${name}, £${price}`;
      return line;
    }),
  );
  document.querySelector('[data-basket-empty]').hidden = lamps.length > 0;
  document.querySelector('[data-basket-order]').hidden = lamps.length === 0;
}

function keepBasket() {
  sessionStorage.setItem('lamps', JSON.stringify(lamps));
  foyer('set', { 'basket.lamps': lamps.length });
  drawBasket();
}

document.querySelector('[data-add-to-basket]')?.addEventListener('click', (event) => {
  const { addToBasket: name, price } = event.currentTarget.dataset;
  lamps.push({ name, price: Number(price) });
  keepBasket();
  foyer('event', 'basket');
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
  if (lamps.length > 0) {
    const amount = lamps.reduce((sum, { price }) => sum + price, 0);
    const orderId = `LL-${Date.now().toString(36).toUpperCase()}`;
    sessionStorage.setItem('order', JSON.stringify({ amount, currency: 'GBP', orderId }));
    lamps.length = 0;
    keepBasket();
  }
  // Said again by each reload: an order id is booked once.
  const order = JSON.parse(sessionStorage.getItem('order') ?? 'null');
  if (order) foyer('revenue', order);
}
drawBasket();
