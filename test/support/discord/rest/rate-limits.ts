/** How often something may be asked for. */
export interface Budget {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Where a request stands within its budget. */
export interface Standing {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Milliseconds until the budget is full again. */
  readonly resetMs: number;
}

/** Counts requests against budgets, as Discord does: a window opens with its first request. */
export class RateLimits {
  readonly #windows = new Map<string, { readonly ends: number; used: number }>();

  /** @param key the budget's name with what it is counted for */
  take(key: string, budget: Budget): Standing {
    const now = performance.now();
    let window = this.#windows.get(key);
    if (!window || window.ends <= now) this.#windows.set(key, (window = { ends: now + budget.windowMs, used: 0 }));
    window.used++;
    return { allowed: window.used <= budget.limit, remaining: Math.max(0, budget.limit - window.used), resetMs: window.ends - now };
  }
}
