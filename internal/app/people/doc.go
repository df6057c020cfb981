// Package people holds the use cases of persons and memberships: importing them
// from a file, all or nothing, and listing them for those who keep them.
package people
