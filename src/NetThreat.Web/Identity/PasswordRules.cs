using System.Security.Cryptography;

namespace NetThreat.Web.Identity;

/// <summary>What a password must be, and how one is made.</summary>
internal static class PasswordRules
{
    public const int MinLength = 12;

    /// <summary>Longer input is refused before it is hashed: hashing is meant to be slow.</summary>
    public const int MaxLength = 256;

    public const int GeneratedLength = 20;

    /// <summary>Letters and digits that cannot be mistaken for one another in print: no 0 O o, 1 l I, 5 S, 2 Z.</summary>
    public const string Unambiguous = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRTUVWXY346789";

    /// <summary>About 113 bits from the system's cryptographic generator.</summary>
    public static string Generate() => RandomNumberGenerator.GetString(Unambiguous, GeneratedLength);

    /// <summary>What is wrong with a new password, or null.</summary>
    public static string? Fault(string password, string userName) =>
        password.Length < MinLength ? $"the password needs at least {MinLength} characters"
        : password.Length > MaxLength ? $"the password may have at most {MaxLength} characters"
        : password.Contains(userName, StringComparison.OrdinalIgnoreCase) ? "the password must not contain the user name"
        : password.Distinct().Count() < 5 ? "the password needs at least 5 different characters"
        : null;
}
