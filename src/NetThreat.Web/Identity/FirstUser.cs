using NetThreat.Core.Stores;

namespace NetThreat.Web.Identity;

/// <summary>Creates <c>admin</c> where nobody may sign in yet.</summary>
internal sealed class FirstUser(IUserStore users, Accounts accounts)
{
    public const string Name = "admin";

    /// <summary>The generated password, to be shown once; null when there were users.</summary>
    public async ValueTask<string?> EnsureAsync(CancellationToken cancellation)
    {
        if (await users.CountAsync(cancellation) > 0) return null;
        string password = PasswordRules.Generate();
        await accounts.SetPasswordAsync(Name, password, cancellation);
        return password;
    }
}
