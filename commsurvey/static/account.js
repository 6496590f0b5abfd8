// Shows what needs a passkey where the browser has them, and says when one did not work.
(() => {
  'use strict'
  const fault = document.getElementById('passkey-fault')
  const able = typeof window.PublicKeyCredential === 'function'
  for (const each of document.querySelectorAll('.scripted')) each.hidden = !able
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    if (fault) {
      fault.hidden = false
      fault.scrollIntoView({ block: 'nearest' })
    }
  })
})()
