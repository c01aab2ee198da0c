// Takes the place of lua.go, which belongs to redis_limiter.go.
package ratelimiter
