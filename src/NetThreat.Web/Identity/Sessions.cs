using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.Extensions.Logging;
using NetThreat.Core.Stores;

namespace NetThreat.Web.Identity;

/// <summary>What a session is good for right now.</summary>
internal enum SessionState
{
    Current,
    /// <summary>Signed out, the password changed since, or the user is gone.</summary>
    Ended,
    /// <summary>Good for changing the password only.</summary>
    MustChangePassword,
}

/// <summary>
/// Makes and checks the claims of sessions, cookie and bearer alike. Signed-out sessions are remembered in memory until they would have
/// expired; a changed password ends all sessions of the user for good through the account's stamp.
/// </summary>
internal sealed class Sessions(IUserStore users, WebOptions options, TimeProvider time, ILogger<Sessions> log)
{
    private const string StampClaim = "stamp";
    private const string SessionClaim = "sid";
    private const int MaxRemembered = 10_000;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);

    public static ClaimsPrincipal Create(UserAccount account, string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, account.Name), new(StampClaim, account.SecurityStamp), new(SessionClaim, Guid.NewGuid().ToString("N"))], scheme));

    public async ValueTask<SessionState> CheckAsync(ClaimsPrincipal principal, CancellationToken cancellation)
    {
        if (principal.Identity is not { IsAuthenticated: true, Name: { } name }) return SessionState.Ended;
        if (principal.FindFirstValue(SessionClaim) is not { } session || _ended.ContainsKey(session)) return SessionState.Ended;
        var account = await users.FindAsync(name, cancellation);
        if (account is null || account.SecurityStamp != principal.FindFirstValue(StampClaim)) return SessionState.Ended;
        return account.MustChangePassword ? SessionState.MustChangePassword : SessionState.Current;
    }

    public void End(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue(SessionClaim) is not { } session) return;
        var now = time.GetUtcNow();
        foreach (var (id, until) in _ended)
            if (until < now) _ended.TryRemove(id, out _);
        if (_ended.Count >= MaxRemembered && _ended.MinBy(e => e.Value) is { Key: { } oldest })
        {
            _ended.TryRemove(oldest, out _);
            log.LogWarning("more than {Limit} sessions were signed out within a session lifetime: the earliest is forgotten", MaxRemembered);
        }
        // A cookie slides: the newest ticket of this session expires one whole lifetime from now at the latest.
        _ended[session] = now + (options.SessionLifetime > options.TokenLifetime ? options.SessionLifetime : options.TokenLifetime);
    }
}
