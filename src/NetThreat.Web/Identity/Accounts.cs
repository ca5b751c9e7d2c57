using Microsoft.AspNetCore.Identity;
using NetThreat.Core.Identity;
using NetThreat.Core.Stores;

namespace NetThreat.Web.Identity;

/// <summary>Verifies and changes passwords.</summary>
internal sealed class Accounts(IUserStore users, IPasswordHasher<UserAccount> hasher, IdentityMetrics metrics)
{
    public const int MaxNameLength = 64;

    private static readonly UserAccount s_nobody = new("", "", "", false);

    // A hash of a password nobody knows: an unknown name costs the same time as a wrong password.
    private readonly Lazy<string> _decoy = new(() => hasher.HashPassword(s_nobody, PasswordRules.Generate()));

    /// <summary>The account, or null when name or password is wrong (which of them is not told).</summary>
    public async ValueTask<UserAccount?> VerifyAsync(string? name, string? password, CancellationToken cancellation)
    {
        var account = name is { Length: > 0 and <= MaxNameLength } ? await users.FindAsync(name, cancellation) : null;
        string presented = password is { Length: <= PasswordRules.MaxLength } ? password : "";
        var result = hasher.VerifyHashedPassword(account ?? s_nobody, account?.PasswordHash ?? _decoy.Value, presented);
        if (account is null || result == PasswordVerificationResult.Failed)
        {
            metrics.Failed();
            return null;
        }
        metrics.Succeeded();
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account = account with { PasswordHash = hasher.HashPassword(account, presented) };
            await users.SaveAsync(account, cancellation);
        }
        return account;
    }

    /// <summary>Creates a user, or replaces the password of one; every session of the user ends.</summary>
    public async ValueTask<UserAccount> SetPasswordAsync(string name, string password, CancellationToken cancellation)
    {
        var bare = new UserAccount(name, "", NewStamp(), false);
        var account = bare with { PasswordHash = hasher.HashPassword(bare, password) };
        await users.SaveAsync(account, cancellation);
        return account;
    }

    private static string NewStamp() => Id128.FromBytes(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)).ToString();
}
