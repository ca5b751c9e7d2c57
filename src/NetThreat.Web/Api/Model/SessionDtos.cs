namespace NetThreat.Web.Api.Model;

internal sealed record SignInDto(string Name, string Password);

/// <summary>Send it as <c>Authorization: Bearer ACCESSTOKEN</c> for so many seconds.</summary>
internal sealed record TokenDto(string TokenType, string AccessToken, long ExpiresIn);

internal sealed record SessionDto(string Name);

internal sealed record PasswordChangeDto(string Current, string Password);
