/**
 * The script of the pages under `/dev`, which work without it: when something happened it fetches the page again and puts
 * what is marked `data-live` into its place, and it counts down to where tokens end. The server has escaped everything.
 */
export const LIVE_SCRIPT = `(() => {
  'use strict'
  const live = document.querySelector('[data-live]')
  const count = () => {
    for (const time of document.querySelectorAll('time[data-ends]')) {
      const left = Math.round(Number(time.dataset.ends) - Date.now() / 1000)
      const minutes = Math.floor(Math.abs(left) / 60)
      const shown = minutes > 0 ? minutes + ' min ' + Math.abs(left) % 60 + ' s' : Math.abs(left) + ' s'
      time.textContent = left > 0 ? '−' + shown : '+' + shown
      time.classList.toggle('ended', left <= 0)
    }
  }
  count()
  setInterval(count, 1000)
  if (live === null) return
  let timer
  let again = false
  let busy = false
  const opened = () => [...document.querySelectorAll('[data-live] details[open]')].map((one) => one.id)
  const refresh = async () => {
    if (busy) { again = true; return }
    busy = true
    try {
      const response = await fetch(location.href, { headers: { Accept: 'text/html' } })
      if (response.ok) {
        const next = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-live]')
        const current = document.querySelector('[data-live]')
        const open = new Set(opened())
        const focused = document.activeElement && document.activeElement.id
        if (next !== null && current !== null) {
          for (const details of next.querySelectorAll('details')) if (open.has(details.id)) details.open = true
          current.replaceWith(next)
          if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
          count()
        }
      }
    } finally {
      busy = false
      if (again) { again = false; schedule() }
    }
  }
  const schedule = () => { clearTimeout(timer); timer = setTimeout(refresh, 150) }
  const only = live.dataset.live
  const source = new EventSource(live.dataset.events)
  source.addEventListener('open', () => document.body.classList.add('connected'))
  source.addEventListener('error', () => document.body.classList.remove('connected'))
  source.addEventListener('flow', (event) => {
    if (only === 'all' || JSON.parse(event.data).ids.includes(only)) schedule()
  })
})()
`
