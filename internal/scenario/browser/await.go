package browser

import "github.com/chromedp/cdproto/runtime"

// awaitPromise lets an evaluated expression be a promise.
func awaitPromise(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
